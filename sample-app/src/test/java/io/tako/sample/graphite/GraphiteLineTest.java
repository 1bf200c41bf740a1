package io.tako.sample.graphite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.Point;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GraphiteLineTest {

    @Test
    void thePathIsTheMeasurement() {
        assertThat(GraphiteLine.parse("web.hits 4.5 100", () -> 7))
                .contains(point("web.hits", Map.of(), 4.5, 100_000_000_000L));
    }

    @Test
    void tagsStandBehindThePath() {
        assertThat(GraphiteLine.parse("hits;host=a;zone=b=c  -1e3\t100 ", () -> 7))
                .contains(
                        point("hits", Map.of("host", "a", "zone", "b=c"), -1000, 100_000_000_000L));
    }

    @ParameterizedTest
    @CsvSource({
        "-1,7",
        "0,0",
        "100.25,100250000000",
        "-2.5,-2500000000",
        "9223372035,9223372035000000000"
    })
    void theTimestampIsInSecondsAndMinusOneIsNow(String written, long nanos) {
        assertThat(GraphiteLine.parse("a 1 " + written, () -> 7))
                .contains(point("a", Map.of(), 1, nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a 1",
                "a 1 2 3",
                "a NaN 1",
                "a x 1",
                "a 1 N",
                "a 1 1e18",
                "a 1 -1e18",
                "a 1 9223372037",
                ";k=v 1 1",
                "a; 1 1",
                "a;k 1 1",
                "a;k= 1 1",
                "a;=v 1 1"
            })
    void whatIsNoLineIsNone(String line) {
        assertThat(GraphiteLine.parse(line, () -> 7)).isEmpty();
    }

    private static Point point(
            String measurement, Map<String, String> tags, double value, long timestamp) {
        return new Point(measurement, tags, Map.of("value", new Decimal(value)), timestamp);
    }
}
