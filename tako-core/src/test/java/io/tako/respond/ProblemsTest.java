package io.tako.respond;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class ProblemsTest {

    private final Request request = TestExchange.get("/").request();

    private static String text(Response response) throws Exception {
        return new String(TestExchange.render(response.body()), UTF_8);
    }

    @Test
    void allMembersAndPropertiesAreWritten() throws Exception {
        ProblemDetail problem = Problems.problem(HttpStatus.BAD_REQUEST, "d");
        problem.setType(URI.create("https://example.com/p"));
        problem.setTitle("t");
        problem.setInstance(URI.create("/i/1"));
        problem.setProperty("extra", List.of(1));
        assertThat(text(Problems.response(problem, request)))
                .isEqualTo(
                        "{\"type\":\"https://example.com/p\",\"title\":\"t\",\"status\":400,"
                                + "\"detail\":\"d\",\"instance\":\"/i/1\",\"extra\":[1]}");
    }

    @Test
    void propertiesCannotReplaceStandardMembers() throws Exception {
        ProblemDetail problem = Problems.problem(HttpStatus.BAD_REQUEST);
        problem.setProperty("status", 200);
        problem.setProperty("type", "x");
        assertThat(text(Problems.response(problem, request)))
                .isEqualTo("{\"title\":\"Bad Request\",\"status\":400}");
    }

    @Test
    void applicationsMapperWritesProblems() throws Exception {
        JsonMapper indenting =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Request indented =
                TestExchange.get("/").request(RouterSettings.defaults().withJson(indenting));
        assertThat(text(Problems.response(Problems.problem(HttpStatus.GONE), indented)))
                .contains("\n");
    }

    @Test
    void unknownStatusHasNoTitle() throws Exception {
        Response response = Problems.response(ProblemDetail.forStatus(499), request);
        assertThat(response.status().value()).isEqualTo(499);
        assertThat(text(response)).isEqualTo("{\"status\":499}");
    }

    @Test
    void rejectionSaysWhatWasWrong() throws Exception {
        Response response =
                Problems.response(new Rejection.Missing("Query parameter q is missing"), request);
        assertThat(response.status().value()).isEqualTo(400);
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        assertThat(text(response))
                .isEqualTo(
                        "{\"title\":\"Bad Request\",\"status\":400,"
                                + "\"detail\":\"Query parameter q is missing\"}");
    }

    @Test
    void brokenRulesAreListed() throws Exception {
        Response response =
                Problems.response(
                        new Rejection.Unprocessable(
                                "Invalid", List.of(new Rejection.Violation("a[0].b", "too long"))),
                        request);
        assertThat(response.status().value()).isEqualTo(422);
        assertThat(text(response))
                .endsWith("\"errors\":[{\"field\":\"a[0].b\",\"message\":\"too long\"}]}");
    }

    @Test
    void missingCredentialsAreChallenged() {
        Response response =
                Problems.response(new Rejection.Unauthenticated("Log in", "Bearer"), request);
        assertThat(response.status().value()).isEqualTo(401);
        assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
    }

    @Test
    void rangeOutsideNamesTheLength() {
        Response response =
                Problems.response(new Rejection.RangeNotSatisfiable("Outside", 42), request);
        assertThat(response.status().value()).isEqualTo(416);
        assertThat(response.header("content-range")).isEqualTo("bytes */42");
    }
}
