package io.tako.docs;

import static io.tako.docs.Guide.ask;
import static io.tako.docs.Guide.router;
import static io.tako.docs.Guide.text;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tako.extract.Extractors;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import io.tako.middleware.AccessLog;
import io.tako.routing.Router;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;

final class MiddlewareTest {

    private final MiddlewareSnippets snippets = new MiddlewareSnippets();

    @Test
    void outerMiddlewareSeesWhatInnerMiddlewareAnswers() throws Exception {
        Router router = router(MiddlewareSnippets.where());
        assertThat(ask(router, "/").header("Server-Timing")).startsWith("app;dur=");
        Response refused = ask(router, "/admin");
        assertThat(refused.status().value()).isEqualTo(403);
        assertThat(refused.header("Server-Timing")).isNotNull();
        TestExchange insider = TestExchange.get("/admin").withHeader("X-Insider", "1");
        assertThat(text(router, insider)).isEqualTo("secret");
    }

    @Test
    void middlewareOfOneHandlerHoldsForItAlone() throws Exception {
        Router router = router(MiddlewareSnippets.where());
        assertThat(router.handle(upload("12345")).status().value()).isEqualTo(413);
        assertThat(text(router, upload("1234"))).isEqualTo("4");
    }

    private static TestExchange upload(String body) {
        return TestExchange.of(HttpMethod.POST, "/upload").withBody(body, "text/plain");
    }

    @Test
    void attributesReachTheHandlerAndTheirAbsenceIsAFault() throws Exception {
        Router router = router(snippets.home);
        assertThat(text(ask(router, "/"))).isEqualTo("for public");
        assertThat(text(router, TestExchange.get("/").withHeader("X-Tenant", "acme")))
                .isEqualTo("for acme");
        Router careless =
                router(
                        r ->
                                r.get(
                                        "/",
                                        handle(
                                                Extractors.attribute(MiddlewareSnippets.TENANT),
                                                tenant -> tenant)));
        assertThat(ask(careless, "/").status().value()).isEqualTo(500);
    }

    @Test
    void bundledMiddlewareInTheOrderOfThePageLogsTheIdTheClientSees() {
        Logger log = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            Router router =
                    Router.builder()
                            .use(
                                    snippets.requestId(),
                                    snippets.accessLog(),
                                    snippets.timeout(),
                                    snippets.bodyLimit())
                            .get("/users/{id}", handle(() -> "hello"))
                            .build();
            Response response = ask(router, "/users/7");
            assertThat(lines.list)
                    .singleElement()
                    .satisfies(
                            line ->
                                    assertThat(line.getFormattedMessage())
                                            .contains("\"GET /users/7 http/1.1\" 200 5 ")
                                            .endsWith(" " + response.header("X-Request-Id")));
            assertThat(ask(router, "/nowhere").header("X-Request-Id")).isNotNull();
        } finally {
            log.detachAppender(lines);
        }
    }
}
