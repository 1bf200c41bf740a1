package io.tako.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tako.handler.Middleware;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import io.tako.routing.Router;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;

class AccessLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private static Response answer(TestExchange exchange, Middleware... middleware) {
        return Router.builder()
                .use(middleware)
                .get("/a", request -> Response.text("four"))
                .get("/s", request -> Response.stream(MediaType.TEXT_PLAIN, out -> {}))
                .build()
                .handle(exchange);
    }

    private String line() {
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.getFirst().getLevel()).isEqualTo(Level.INFO);
        return lines.list.getFirst().getFormattedMessage();
    }

    @Test
    void writesOneLineWithoutTheQuery() {
        TestExchange exchange = TestExchange.get("/a?token=secret").withRemoteAddress("192.0.2.7");
        answer(exchange.withHeader("X-Request-Id", "r1"), AccessLog.create(), RequestId.create());
        assertThat(line()).matches("192\\.0\\.2\\.7 \"GET /a http/1\\.1\" 200 4 \\d+us r1");
    }

    @Test
    void writesAHyphenForALengthNotKnown() {
        answer(TestExchange.get("/s"), AccessLog.create());
        assertThat(line()).contains("\" 200 - ");
    }

    @Test
    void writesWhatMiddlewareFurtherInMadeOfTheResponse() {
        answer(
                TestExchange.get("/a"),
                AccessLog.create(),
                (request, next) -> {
                    throw new IllegalStateException("expected by the test");
                });
        assertThat(line()).contains("\" 500 ");
    }

    @Test
    void writesMisses() {
        answer(TestExchange.get("/nowhere"), AccessLog.create());
        assertThat(line()).contains("\"GET /nowhere http/1.1\" 404 ");
    }

    @Test
    void aPathCannotForgeALineOrEndItsQuotes() {
        answer(TestExchange.get("/a\r\n\"\\\u0085\u2028x"), AccessLog.create());
        assertThat(line()).contains("\"GET /a\\u000d\\u000a\\\"\\\\\\u0085\\u2028x http/1.1\"");
    }

    @Test
    void anotherFormatIsEscapedToo() {
        AccessLog log =
                AccessLog.create()
                        .format((request, response, time) -> "{}\t" + response.status().value());
        answer(TestExchange.get("/a"), log);
        assertThat(line()).isEqualTo("{}\\u0009200");
    }

    @Test
    void aFormatThatFailsLeavesTheResponseAlone() {
        AccessLog log =
                AccessLog.create()
                        .format(
                                (request, response, time) -> {
                                    throw new IllegalStateException("expected by the test");
                                });
        assertThat(answer(TestExchange.get("/a"), log).status().value()).isEqualTo(200);
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getLevel)
                .isEqualTo(Level.WARN);
    }

    @Test
    void asksForNoLineWhenInfoIsOff() {
        logger.setLevel(Level.WARN);
        AccessLog log =
                AccessLog.create()
                        .format(
                                (request, response, time) -> {
                                    throw new IllegalStateException("must not be called");
                                });
        answer(TestExchange.get("/a"), log);
        assertThat(lines.list).isEmpty();
    }
}
