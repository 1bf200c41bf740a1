package io.tako.sample.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class WriteRoutesTest extends CollectorTest {

    @ParameterizedTest
    @CsvSource({
        "/api/v2/write?precision=ns, 1700000000000000000",
        "/api/v2/write, 1700000000000000000",
        "/api/v2/write?precision=us, 1700000000000000",
        "/api/v2/write?precision=ms, 1700000000000",
        "/api/v2/write?precision=s, 1700000000",
        "/write?precision=n, 1700000000000000000",
        "/write?precision=u, 1700000000000000",
        "/write?precision=ms, 1700000000000",
        "/write?precision=s, 1700000000"
    })
    void timestampsAreReadInThePrecisionAskedFor(String target, String timestamp) throws Exception {
        String measurement = "p" + target.replaceAll("\\W", "_");

        HttpResponse<String> response = post(target, measurement + " v=1.5 " + timestamp);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        JsonNode latest = only(measurement).get("latest");
        assertThat(latest.get("time").stringValue()).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(latest.get("value").doubleValue()).isEqualTo(1.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/write?precision=h", "/write?precision=us"})
    void aPrecisionOfTheOtherVersionIsAProblem(String target) throws Exception {
        HttpResponse<String> response = post(target, "never v=1 1");

        assertProblem(response, 400);
        assertThat(json(response).get("detail").stringValue()).contains("is not one of");
        assertThat(json(get("/api/series?measurement=never")).get("total").intValue()).isZero();
    }

    @Test
    void goodLinesAreStoredAndBadOnesListedByNumber() throws Exception {
        HttpResponse<String> response =
                post("/api/v2/write", "part v=1 1\npart v=\n# nothing\npart v=2 2\nbad line x\n");

        assertProblem(response, 400);
        JsonNode problem = json(response);
        assertThat(problem.get("written").intValue()).isEqualTo(2);
        assertThat(problem.get("rejected").intValue()).isEqualTo(2);
        assertThat(problem.get("errors").size()).isEqualTo(2);
        assertThat(problem.get("errors").get(0).get("line").intValue()).isEqualTo(2);
        assertThat(problem.get("errors").get(0).get("message").stringValue()).contains("'v'");
        assertThat(problem.get("errors").get(1).get("line").intValue()).isEqualTo(5);
        assertThat(problem.get("code").stringValue()).isEqualTo("invalid");
        assertThat(problem.get("message").stringValue()).startsWith("partial write: line 2: ");
        assertThat(only("part").get("points").intValue()).isEqualTo(2);
    }

    @Test
    void versionOneSaysItUnderError() throws Exception {
        HttpResponse<String> response = post("/write", "one v=1 1\none v=\n");

        assertProblem(response, 400);
        assertThat(json(response).get("error").stringValue()).startsWith("partial write: line 2: ");
        assertThat(json(response).has("code")).isFalse();
        assertThat(only("one").get("points").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
    void aGzipBodyIsUnpacked(String coding) throws Exception {
        String measurement = "packed_" + coding;

        HttpResponse<String> response =
                post("/write", gzip((measurement + " v=7 1").getBytes(UTF_8)), coding);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(only(measurement).get("latest").get("value").doubleValue()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip"})
    void anotherCodingIs415(String coding) throws Exception {
        HttpResponse<String> response =
                post("/api/v2/write", "coded v=1 1".getBytes(UTF_8), coding);

        assertProblem(response, 415);
        assertThat(json(get("/api/series?measurement=coded")).get("total").intValue()).isZero();
    }

    @Test
    void whatUnpacksToTooMuchIs413() throws Exception {
        byte[] bomb = new byte[1 << 20];
        Arrays.fill(bomb, (byte) '\n');
        byte[] packed = gzip(bomb);
        assertThat(packed).hasSizeLessThan(64 * 1024);

        HttpResponse<String> response = post("/api/v2/write", packed, "gzip");

        assertProblem(response, 413);
        assertThat(json(response).get("detail").stringValue()).contains("131072 bytes");
    }

    @Test
    void aBodyOverTheLimitIs413() throws Exception {
        assertProblem(post("/api/v2/write", "\n".repeat(64 * 1024 + 1)), 413);
    }

    @Test
    void aBrokenGzipBodyIsAProblem() throws Exception {
        byte[] whole = gzip("broken v=1 1".getBytes(UTF_8));

        assertProblem(post("/write", Arrays.copyOf(whole, whole.length - 6), "gzip"), 400);
        assertProblem(post("/write", "broken v=1 1".getBytes(UTF_8), "gzip"), 400);
        assertProblem(post("/write", new byte[0], "gzip"), 400);
    }

    @Test
    void aLineOverTheLimitIsSkipped() throws Exception {
        HttpResponse<String> response =
                post("/write", "long v=\"" + "x".repeat(1024) + "\" 1\nshort v=1 1\n");

        assertProblem(response, 400);
        assertThat(json(response).get("errors").get(0).get("message").stringValue())
                .contains("longer than 1024 bytes");
        assertThat(only("short").get("points").intValue()).isEqualTo(1);
    }

    @Test
    void jsonPointsOfEveryKindAreStored() throws Exception {
        HttpResponse<String> response =
                postJson(
                        """
                        {"points": [
                          {"measurement": "j_number", "tags": {"host": "a"}, "fields": {"v": 3},
                           "timestamp": "2026-01-02T03:04:05.000000006Z"},
                          {"measurement": "j_text", "fields": {"v": "up"}},
                          {"measurement": "j_flag", "fields": {"v": true}, "timestamp": 1000}
                        ]}
                        """);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        JsonNode number = only("j_number");
        assertThat(number.get("kind").stringValue()).isEqualTo("number");
        assertThat(number.get("tags").get("host").stringValue()).isEqualTo("a");
        assertThat(number.get("latest").get("time").stringValue())
                .isEqualTo("2026-01-02T03:04:05.000000006Z");
        assertThat(only("j_text").get("latest").get("value").stringValue()).isEqualTo("up");
        assertThat(only("j_flag").get("latest").get("value").booleanValue()).isTrue();
    }

    @Test
    void jsonThatBreaksARuleIsRefusedWhole() throws Exception {
        HttpResponse<String> response =
                postJson(
                        """
                        {"points": [{"measurement": "j_whole", "fields": {"v": 1}},
                                    {"measurement": "", "fields": {"v": 1}}]}
                        """);

        assertProblem(response, 422);
        assertThat(json(response).get("errors").get(0).get("field").stringValue())
                .isEqualTo("points[1].measurement");
        assertThat(json(get("/api/series?measurement=j_whole")).get("total").intValue()).isZero();
    }

    @Test
    void aJsonPointOfAnotherKindIsListedAndTheRestStored() throws Exception {
        HttpResponse<String> response =
                postJson(
                        """
                        {"points": [{"measurement": "j_part", "fields": {"v": 1}},
                                    {"measurement": "j_part", "fields": {"v": "text"}}]}
                        """);

        assertProblem(response, 400);
        assertThat(json(response).get("errors").size()).isEqualTo(1);
        assertThat(json(response).get("errors").get(0).get("point").intValue()).isEqualTo(2);
        assertThat(only("j_part").get("points").intValue()).isEqualTo(1);
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(json(response).get("status").intValue()).isEqualTo(status);
    }
}
