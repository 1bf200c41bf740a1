package io.tako.sample.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.FieldValue.Flag;
import io.tako.sample.point.FieldValue.Text;
import io.tako.sample.point.FieldValue.Unsigned;
import io.tako.sample.point.FieldValue.Whole;
import io.tako.sample.point.Point;
import io.tako.sample.point.Timestamps;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {

    private static final long NOW = 42;

    @Test
    void wholeLineBecomesPoint() throws Exception {
        assertThat(parse("cpu,host=a,region=eu usage=0.5,cores=8i 1556813561098000000"))
                .isEqualTo(
                        new Point(
                                "cpu",
                                Map.of("host", "a", "region", "eu"),
                                Map.of("usage", new Decimal(0.5), "cores", new Whole(8)),
                                1556813561098000000L));
    }

    @Test
    void tagsIterateInKeyOrder() throws Exception {
        assertThat(parse("cpu,b=1,c=3,a=2 v=1").tags())
                .containsExactly(tag("a", "2"), tag("b", "1"), tag("c", "3"));
    }

    @Test
    void lineWithoutTimestampTakesArrival() throws Exception {
        assertThat(parse("cpu v=1").timestampNanos()).isEqualTo(NOW);
    }

    @Test
    void arrivalIsNotAskedWhenThereIsATimestamp() throws Exception {
        Point point =
                LineParser.parse(
                        "cpu v=1 7",
                        Precision.NANOSECONDS,
                        () -> {
                            throw new AssertionError("asked");
                        });
        assertThat(point.timestampNanos()).isEqualTo(7);
    }

    @Test
    void spacesAroundAndBetweenPartsAreIgnored() throws Exception {
        assertThat(parse("  cpu,host=a   v=1   7  ")).isEqualTo(parse("cpu,host=a v=1 7"));
    }

    @Test
    void backslashTakesSeparatorsLiterallyInNamesAndTagValues() throws Exception {
        Point point = parse("c\\,p\\ u\\=1,ho\\ st=a\\,b\\=c,q=\\\"x\\\" us\\,a\\=g\\ e=1");
        assertThat(point.measurement()).isEqualTo("c,p u=1");
        assertThat(point.tags()).isEqualTo(Map.of("ho st", "a,b=c", "q", "\"x\""));
        assertThat(point.fields()).containsOnlyKeys("us,a=g e");
    }

    @Test
    void backslashBeforeAnythingElseIsItself() throws Exception {
        Point point = parse("c\\pu,path=C:\\\\dir\\n v=1");
        assertThat(point.measurement()).isEqualTo("c\\pu");
        assertThat(point.tags()).containsEntry("path", "C:\\\\dir\\n");
    }

    @Test
    void measurementMayHoldAnUnescapedEqualsSign() throws Exception {
        assertThat(parse("a=b v=1").measurement()).isEqualTo("a=b");
    }

    @Test
    void quotedTextHoldsSeparatorsAndEscapedQuotes() throws Exception {
        assertThat(value("\"a, b=c \\\"d\\\" \\\\ \\n #\""))
                .isEqualTo(new Text("a, b=c \"d\" \\ \\n #"));
        assertThat(value("\"\"")).isEqualTo(new Text(""));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "1.0,1",
        "-1.5,-1.5",
        "+2,2",
        ".5,0.5",
        "1.,1",
        "1e3,1000",
        "-1.25E-2,-0.0125",
        "1.7976931348623157e308,1.7976931348623157e308",
        "0,0"
    })
    void numberWithoutSuffixIsDecimal(String literal, double expected) throws Exception {
        assertThat(value(literal)).isEqualTo(new Decimal(expected));
    }

    @Test
    void suffixesMakeWholeNumbers() throws Exception {
        assertThat(value("-9223372036854775808i")).isEqualTo(new Whole(Long.MIN_VALUE));
        assertThat(value("9223372036854775807i")).isEqualTo(new Whole(Long.MAX_VALUE));
        assertThat(value("18446744073709551615u")).isEqualTo(new Unsigned(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "T", "true", "True", "TRUE"})
    void everySpellingOfTrueIsTrue(String literal) throws Exception {
        assertThat(value(literal)).isEqualTo(new Flag(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "F", "false", "False", "FALSE"})
    void everySpellingOfFalseIsFalse(String literal) throws Exception {
        assertThat(value(literal)).isEqualTo(new Flag(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "0x10",
                "0x1p3",
                "1d",
                "1f",
                "1.2.3",
                "1e",
                "e5",
                "-",
                "+",
                ".",
                "--1",
                "1 i",
                "i",
                "u",
                "1.5i",
                "-1u",
                "tRUE",
                "yes",
                "nil",
                "١i",
                "1_000",
                "1i2",
                "'a'",
                "a\"b\""
            })
    void whatIsNoValueIsRefusedWithItsField(String literal) {
        assertThatThrownBy(() -> parse("cpu usage=" + literal))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageContaining("'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808i",
                "-9223372036854775809i",
                "18446744073709551616u",
                "1e999"
            })
    void numberBeyond64BitsIsRefused(String literal) {
        refused("cpu v=" + literal, "field 'v': '" + literal + "' does not fit 64 bits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",host=a v=1 | there is no measurement before ',host=a v=1'",
                "cpu | there is no field after 'cpu'",
                "cpu,host=a | there is no field after 'cpu,host=a'",
                "cpu,host v=1 | tag 'host' has no '=' and value",
                "cpu,=a v=1 | a tag has no name before '=a v=1'",
                "cpu, v=1 | a tag has no name before ' v=1'",
                "cpu,host= v=1 | tag 'host' has no value",
                "cpu,host=a=b v=1 | tag 'host' has a second '=' without backslash",
                "cpu,host=a,host=b v=1 | tag 'host' is there twice",
                "cpu v | field 'v' has no '=' and value",
                "cpu v= | field 'v' has no value",
                "cpu =1 | a field has no name before '=1'",
                "cpu v=1, | a field has no name before ''",
                "cpu v=1,v=2 | field 'v' is there twice",
                "cpu v=\"a | field 'v' has no closing quote on its line: 'a'",
                "cpu v=\"a\\\" | field 'v' has no closing quote on its line: 'a\\\"'",
                "cpu v=\"a\"b | field 'v' goes on after its closing quote: 'b'",
                "cpu v=1 soon | timestamp 'soon' is not a whole number",
                "cpu v=1 1.5 | timestamp '1.5' is not a whole number",
                "cpu v=1 +1 | timestamp '+1' is not a whole number",
                "cpu v=1 - | timestamp '-' is not a whole number",
                "cpu v=1 1 2 | there is more after the timestamp: '2'",
            })
    void malformedLineIsRefusedNamingThePart(String line, String message) {
        refused(line, message);
    }

    @Test
    void offendingPartIsShortened() {
        assertThatThrownBy(() -> parse("cpu v=" + "x".repeat(500)))
                .hasMessage(
                        "field 'v': '%s…' is not a number, a truth value or a quoted text"
                                .formatted("x".repeat(40)));
    }

    @ParameterizedTest
    @CsvSource({
        "NANOSECONDS,5",
        "MICROSECONDS,5000",
        "MILLISECONDS,5000000",
        "SECONDS,5000000000",
        "MINUTES,300000000000",
        "HOURS,18000000000000"
    })
    void timestampIsInTheUnitOfThePrecision(Precision precision, long nanos) throws Exception {
        assertThat(LineParser.parse("cpu v=1 5", precision, () -> NOW).timestampNanos())
                .isEqualTo(nanos);
        assertThat(LineParser.parse("cpu v=1 -5", precision, () -> NOW).timestampNanos())
                .isEqualTo(-nanos);
    }

    @Test
    void timestampOutsideTheRangeIsRefused() throws Exception {
        assertThat(parse("cpu v=1 " + Timestamps.MAX).timestampNanos()).isEqualTo(Timestamps.MAX);
        assertThat(parse("cpu v=1 " + Timestamps.MIN).timestampNanos()).isEqualTo(Timestamps.MIN);
        for (String digits :
                new String[] {
                    "9223372036854775807", "-9223372036854775807", "9223372036854775808"
                }) {
            assertThatThrownBy(() -> parse("cpu v=1 " + digits))
                    .hasMessageContaining("the timestamp is outside 1677-09-21T")
                    .hasMessageContaining("'" + digits + "'");
        }
        assertThatThrownBy(
                        () -> LineParser.parse("cpu v=1 9223372037", Precision.SECONDS, () -> NOW))
                .hasMessageEndingWith("'9223372037' SECONDS");
    }

    @Test
    void randomPointsSurviveTheWayThroughALine() throws Exception {
        RandomPoints points = new RandomPoints(new Random(20_260_314));
        for (int i = 0; i < 20_000; i++) {
            Point point = points.next();
            String line = LineEncoder.encode(point);
            assertThat(parse(line)).as(line).isEqualTo(point);
        }
    }

    @Test
    void anyGarbageIsAPointOrRefused() {
        Random random = new Random(7);
        String alphabet = "a1,= \"\\-.eitu#é\t";
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                line.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                parse(line.toString());
            } catch (MalformedLineException e) {
                refused++;
                assertThat(e.reason()).isNotBlank();
            }
        }
        assertThat(refused).isBetween(1, 49_999);
    }

    private static void refused(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(MalformedLineException.class)
                .hasMessage(message);
    }

    private static FieldValue value(String literal) throws MalformedLineException {
        Point point = parse("m f=" + literal);
        assertThat(point.fields()).containsOnlyKeys("f");
        return point.fields().values().iterator().next();
    }

    private static Point parse(String line) throws MalformedLineException {
        return LineParser.parse(line, Precision.NANOSECONDS, () -> NOW);
    }

    private static Map.Entry<String, String> tag(String key, String value) {
        return Map.entry(key, value);
    }
}
