package io.tako.transport.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tako.http.Connection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessLogFormatTest {

    private static final Instant BEGUN = Instant.parse("2026-02-03T04:05:06.789Z");

    private static final AccessEntry USUAL =
            entry(
                    new AccessEntry.Line("GET", "/a/b?c=d", "HTTP/1.1"),
                    Map.of("User-Agent", "curl/8", "Referer", "http://x/", "Host", "shop:80"),
                    200,
                    1234,
                    true);

    private static AccessEntry entry(
            AccessEntry.@Nullable Line line,
            Map<String, String> fields,
            int status,
            long bytes,
            boolean whole) {
        return new AccessEntry(
                new Facts(),
                "192.0.2.7",
                "7-1",
                line,
                fields::get,
                status,
                name -> name.equals("Location") ? "/there" : null,
                bytes,
                BEGUN,
                Duration.ofNanos(2_345_678_901L),
                whole);
    }

    private static AccessEntry unread() {
        return entry(null, Map.of(), 0, 0, false);
    }

    private static AccessEntry hostile(String text) {
        return entry(
                new AccessEntry.Line(text, text, "HTTP/1.1"),
                Map.of("User-Agent", text, "Referer", text, "Host", text),
                400,
                0,
                true);
    }

    @Test
    void commonAndCombinedAreAsApacheWritesThem() {
        assertThat(AccessLogFormat.COMMON.format(USUAL))
                .matches(
                        "192\\.0\\.2\\.7 - - \\[0[234]/Feb/2026:\\d\\d:\\d\\d:06 [+-]\\d{4}]"
                                + " \"GET /a/b\\?c=d HTTP/1\\.1\" 200 1234");
        assertThat(AccessLogFormat.COMBINED.format(USUAL))
                .isEqualTo(AccessLogFormat.COMMON.format(USUAL) + " \"http://x/\" \"curl/8\"");
    }

    @Test
    void timeIsThatOfTheZoneOfTheMachine() {
        int minutes = TimeZone.getDefault().getOffset(BEGUN.toEpochMilli()) / 60_000;
        String offset =
                "%s%02d%02d"
                        .formatted(
                                minutes < 0 ? "-" : "+",
                                Math.abs(minutes) / 60,
                                Math.abs(minutes) % 60);
        assertThat(AccessLogFormat.pattern("%t").format(USUAL)).endsWith(":06 " + offset + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "%h, 192.0.2.7, 192.0.2.7",
        "%a, 192.0.2.7, 192.0.2.7",
        "%{c}a, 198.51.100.1, 198.51.100.1",
        "%A, 127.0.0.1, 127.0.0.1",
        "%p, 8080, 8080",
        "%l, -, -",
        "%u, -, -",
        "%r, GET /a/b?c=d HTTP/1.1, -",
        "%m, GET, -",
        "%U, /a/b, -",
        "%q, ?c=d, ''",
        "%H, HTTP/1.1, -",
        "%v, shop:80, -",
        "%s, 200, -",
        "%>s, 200, -",
        "%b, 1234, -",
        "%B, 1234, 0",
        "%D, 2345678, 2345678",
        "%T, 2, 2",
        "%X, +, X",
        "%L, 7-1, 7-1",
        "%{c}L, 7, 7",
        "%{User-Agent}i, curl/8, -",
        "%{Location}o, /there, /there",
        "%{None}o, -, -",
        "100%% of %m!, 100% of GET!, 100% of -!",
    })
    void everyDirectiveOfAPattern(String pattern, String usual, String unread) {
        AccessLogFormat format = AccessLogFormat.pattern(pattern);
        assertThat(format.format(USUAL)).isEqualTo(usual);
        assertThat(format.format(unread())).isEqualTo(unread);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "%",
                "%h %",
                "%Z",
                "%>",
                "%>h",
                "%{",
                "%{a",
                "%{a}",
                "%{a}x",
                "%{}i",
                "%{}a",
                "a\nb",
                "%h\u0000"
            })
    void patternThatIsNoneIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> AccessLogFormat.pattern(pattern));
    }

    @Test
    void whatIsNotKnownIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessLogFormat.pattern("%h %{a}x"))
                .withMessage("%{a}x is no directive that is known");
    }

    @Test
    void nothingThatAPeerSendsEndsAQuoteOrALine() {
        AccessEntry entry = hostile("a\" \\\r\n\u0000\u001b\u0085\u00e9\u2028\ud83d\ude00z");
        String escaped = "a\\\" \\\\\\x0d\\x0a\\x00\\x1b\\x85\\xe9\\u2028\\ud83d\\ude00z";
        assertThat(AccessLogFormat.COMBINED.format(entry))
                .endsWith(
                        " \"%s %s HTTP/1.1\" 400 - \"%s\" \"%s\""
                                .formatted(escaped, escaped, escaped, escaped));
        assertThat(AccessLogFormat.pattern("%m %U %v %{Referer}i").format(entry))
                .isEqualTo("%s %s %s %s".formatted(escaped, escaped, escaped, escaped));
        for (int c = 0; c < 0x3000; c++) {
            String line = AccessLogFormat.COMBINED.format(hostile(String.valueOf((char) c)));
            assertThat(line).matches("[ -~]+");
        }
    }

    @Test
    void jsonHasAllMembersAndIsEscaped() {
        assertThat(AccessLogFormat.JSON.format(USUAL))
                .isEqualTo(
                        "{\"time\":\"2026-02-03T04:05:06.789Z\",\"client\":\"192.0.2.7\","
                                + "\"connection\":7,\"request\":\"7-1\",\"method\":\"GET\","
                                + "\"target\":\"/a/b?c=d\",\"protocol\":\"HTTP/1.1\","
                                + "\"status\":200,\"bytes\":1234,\"durationMicros\":2345678,"
                                + "\"whole\":true,\"host\":\"shop:80\","
                                + "\"referer\":\"http://x/\",\"userAgent\":\"curl/8\"}");
        assertThat(AccessLogFormat.JSON.format(unread()))
                .contains("\"method\":null", "\"status\":null,\"bytes\":0", "\"whole\":false")
                .endsWith("\"host\":null,\"referer\":null,\"userAgent\":null}");
        assertThat(AccessLogFormat.JSON.format(hostile("a\" \\\n\u00e9\u2028")))
                .contains("\"target\":\"a\\\" \\\\\\u000a\\u00e9\\u2028\",")
                .matches("[ -~]+");
    }

    @Test
    void hugeValuesAreWrittenWhole() {
        String target = "/" + "x".repeat(100_000);
        AccessEntry entry =
                entry(
                        new AccessEntry.Line("GET", target, "HTTP/2.0"),
                        Map.of(),
                        200,
                        Long.MAX_VALUE,
                        true);
        assertThat(AccessLogFormat.pattern("%r %b").format(entry))
                .isEqualTo("GET " + target + " HTTP/2.0 " + Long.MAX_VALUE);
        assertThat(LinePattern.micros(Duration.ofDays(100_000))).isEqualTo(8_640_000_000_000_000L);
    }

    /** Connection 7, by way of a proxy. */
    private static final class Facts implements Connection {

        @Override
        public long id() {
            return 7;
        }

        @Override
        public SocketAddress remoteAddress() {
            return new InetSocketAddress("198.51.100.1", 50_000);
        }

        @Override
        public SocketAddress localAddress() {
            return new InetSocketAddress("127.0.0.1", 8080);
        }

        @Override
        public String protocol() {
            return "http/1.1";
        }

        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public int core() {
            return 0;
        }

        @Override
        public Optional<Tls> tls() {
            return Optional.empty();
        }
    }
}
