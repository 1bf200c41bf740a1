package io.tako.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SeriesRoutesTest extends CollectorTest {

    /** Written before each test; the same points again change nothing. */
    @BeforeEach
    void write() throws Exception {
        HttpResponse<String> response =
                post(
                        "/api/v2/write?precision=s",
                        """
                        load v=1 0
                        load v=2 10
                        load v=3 60
                        load v=4 70
                        load v=9 130
                        cpu,host=a,zone=x v=1 1
                        cpu,host=b,zone=x v=1 1
                        cpu,host=c,zone=y v=1 1
                        state v="up" 1
                        """);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    @Test
    void pagesTogetherListEverySeriesOnce() throws Exception {
        JsonNode first = json(get("/api/series?measurement=cpu&page=0&size=2"));
        JsonNode second = json(get("/api/series?measurement=cpu&page=1&size=2"));
        JsonNode third = json(get("/api/series?measurement=cpu&page=2&size=2"));

        assertThat(first.get("total").intValue()).isEqualTo(3);
        assertThat(first.get("size").intValue()).isEqualTo(2);
        assertThat(first.get("series").values())
                .extracting(s -> s.get("tags").get("host").stringValue())
                .containsExactly("a", "b");
        assertThat(second.get("page").intValue()).isEqualTo(1);
        assertThat(second.get("series").values())
                .extracting(s -> s.get("tags").get("host").stringValue())
                .containsExactly("c");
        assertThat(third.get("series").size()).isZero();
    }

    @Test
    void tagsFilterTogether() throws Exception {
        assertThat(json(get("/api/series?tag=zone:x")).get("total").intValue()).isEqualTo(2);
        JsonNode one = json(get("/api/series?tag=zone:x&tag=host:b&field=v"));
        assertThat(one.get("total").intValue()).isEqualTo(1);
        assertThat(one.get("series").get(0).get("tags").get("host").stringValue()).isEqualTo("b");
        assertThat(json(get("/api/series?tag=zone:x&field=w")).get("total").intValue()).isZero();
    }

    @Test
    void aSeriesIsFoundByItsId() throws Exception {
        JsonNode listed = only("load");

        assertThat(json(get("/api/series/" + listed.get("id").stringValue()))).isEqualTo(listed);
    }

    @Test
    void aRangeGoesOnWhereNextPoints() throws Exception {
        String range = load() + "/range?limit=2&to=" + encoded("1970-01-01T02:02:10+02:00");

        JsonNode first = json(get(range));
        assertThat(first.get("samples").values())
                .extracting(s -> s.get("value").doubleValue())
                .containsExactly(1.0, 2.0);
        assertThat(first.get("next").stringValue()).isEqualTo("1970-01-01T00:01:00Z");
        JsonNode second = json(get(range + "&from=" + first.get("next").stringValue()));
        assertThat(second.get("samples").values())
                .extracting(s -> s.get("value").doubleValue())
                .containsExactly(3.0, 4.0);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void windowsAreSummedUp() throws Exception {
        JsonNode sums = json(get(load() + "/aggregate?every=1m&fn=SUM")).get("windows");

        assertThat(sums.values())
                .extracting(w -> w.get("value").doubleValue())
                .containsExactly(3.0, 7.0, 9.0);
        assertThat(sums.get(1).get("start").stringValue()).isEqualTo("1970-01-01T00:01:00Z");
        assertThat(sums.get(1).get("count").intValue()).isEqualTo(2);
        assertThat(json(get(load() + "/aggregate?every=PT2M&fn=max")).get("windows").values())
                .extracting(w -> w.get("value").doubleValue())
                .containsExactly(4.0, 9.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?size=0",
                "?size=1001",
                "?page=-1",
                "?page=x",
                "?tag=none",
                "?tag=a:1&tag=a:2",
                "/{id}/range?from=yesterday",
                "/{id}/range?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "/{id}/range?limit=0",
                "/{id}/aggregate?every=0s",
                "/{id}/aggregate?every=often",
                "/{id}/aggregate?fn=MODE"
            })
    void aParameterOutOfBoundsIsAProblem(String target) throws Exception {
        String id = only("load").get("id").stringValue();

        assertProblem(get("/api/series" + target.replace("{id}", id)), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/range", "/aggregate"})
    void anUnknownSeriesIs404(String below) throws Exception {
        assertProblem(get("/api/series/0123" + below), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/range", "/aggregate"})
    void aSeriesOfTextsHasNoHistory(String below) throws Exception {
        HttpResponse<String> response =
                get("/api/series/" + only("state").get("id").stringValue() + below);

        assertProblem(response, 409);
        assertThat(json(response).get("detail").stringValue()).contains("of kind text");
    }

    private String load() throws Exception {
        return "/api/series/" + only("load").get("id").stringValue();
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(json(response).get("detail").stringValue()).isNotBlank();
    }
}
