package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tako.handler.Handler;
import io.tako.http.ClientGoneException;
import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;

class ErrorMappingTest {

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Failures.class);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private static Handler throwing(Throwable thrown) {
        return request -> {
            throw ErrorMappingTest.<RuntimeException>sneaky(thrown);
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static Router bare(Throwable thrown) {
        return Router.builder().get("/a/{id}", throwing(thrown)).build();
    }

    @Test
    void theMapperOfTheNearestClassAnswers() {
        Router router =
                Router.builder()
                        .onError(Exception.class, (e, r) -> "exception")
                        .onError(IOException.class, (e, r) -> "io")
                        .get("/io", throwing(new FileNotFoundException("x")))
                        .get("/other", throwing(new IllegalStateException("x")))
                        .build();
        assertThat(Answer.get(router, "/io").body()).isEqualTo("io");
        assertThat(Answer.get(router, "/other").body()).isEqualTo("exception");
    }

    @Test
    void whoBroughtTheRequestAnswersWhatNoMapperDoes() {
        Router router =
                Router.builder()
                        .use(
                                (request, next) -> {
                                    request.attribute(
                                            Request.UNMAPPED,
                                            thrown ->
                                                    thrown instanceof IllegalStateException
                                                            ? Response.of(HttpStatus.FORBIDDEN)
                                                            : null);
                                    return next.run(request);
                                })
                        .onError(IOException.class, (e, r) -> "io")
                        .onError(
                                NumberFormatException.class,
                                (e, r) -> {
                                    throw e;
                                })
                        .get("/state", throwing(new IllegalStateException("x")))
                        .get("/io", throwing(new IOException("x")))
                        .get("/other", throwing(new NullPointerException("x")))
                        .get("/again", throwing(new NumberFormatException("x")))
                        .build();
        assertThat(Answer.get(router, "/state").status()).isEqualTo(403);
        assertThat(Answer.get(router, "/io").body()).isEqualTo("io");
        assertThat(Answer.get(router, "/other").status()).isEqualTo(500);
        assertThat(Answer.get(router, "/again").status()).isEqualTo(500);
    }

    @Test
    void theNearestClassWinsOverTheInnermostRouter() {
        Router router =
                Router.builder()
                        .onError(IOException.class, (e, r) -> "outer io")
                        .nest(
                                "/n",
                                n ->
                                        n.onError(Exception.class, (e, r) -> "inner exception")
                                                .get("/a", throwing(new IOException("x"))))
                        .build();
        assertThat(Answer.get(router, "/n/a").body()).isEqualTo("outer io");
    }

    @Test
    void theInnermostRouterAnswersForTheSameClass() {
        Router router =
                Router.builder()
                        .onError(IOException.class, (e, r) -> "outer")
                        .get("/a", throwing(new IOException("x")))
                        .scope(
                                s ->
                                        s.onError(IOException.class, (e, r) -> "inner")
                                                .get("/b", throwing(new IOException("x"))))
                        .build();
        assertThat(Answer.get(router, "/b").body()).isEqualTo("inner");
        assertThat(Answer.get(router, "/a").body()).isEqualTo("outer");
    }

    @Test
    void aMapperGivesWhatAHandlerMay() {
        Router router =
                Router.builder()
                        .onError(IOException.class, (e, r) -> HttpStatus.CONFLICT)
                        .onError(RuntimeException.class, (e, r) -> null)
                        .get("/a", throwing(new IOException("x")))
                        .get("/b", throwing(new IllegalStateException("x")))
                        .build();
        assertThat(Answer.get(router, "/a").status()).isEqualTo(409);
        assertThat(Answer.get(router, "/b").status())
                .isEqualTo(Answer.get(nullFromHandler(), "/a").status());
        assertThat(logged.list).isEmpty();
    }

    private static Router nullFromHandler() {
        return Router.builder().get("/a", request -> null).build();
    }

    @Test
    void aHandlerThatReturnsNothingAnswers204() {
        assertThat(Answer.get(nullFromHandler(), "/a").status()).isEqualTo(204);
    }

    @Test
    void middlewareSeesTheResponseAndTheFailure() {
        IOException thrown = new IOException("x");
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicReference<@Nullable Response> seen = new AtomicReference<>();
        Router router =
                Router.builder()
                        .onError(IOException.class, (e, r) -> HttpStatus.CONFLICT)
                        .use(
                                (request, next) -> {
                                    Response response = next.run(request);
                                    failure.set(request.failure());
                                    seen.set(response);
                                    return response;
                                })
                        .get("/a", throwing(thrown))
                        .build();
        Answer answer = Answer.get(router, "/a");
        assertThat(failure.get()).isSameAs(thrown);
        assertThat(seen.get()).isSameAs(answer.response());
    }

    @Test
    void whatMiddlewareThrowsIsMappedForTheOneOutside() {
        Router router =
                Router.builder()
                        .onError(IOException.class, (e, r) -> HttpStatus.CONFLICT)
                        .use((request, next) -> next.run(request).header("X-Outer", "seen"))
                        .nest(
                                "/n",
                                n ->
                                        n.use(
                                                        (request, next) -> {
                                                            throw new IOException("x");
                                                        })
                                                .get("/a", request -> Response.ok()))
                        .build();
        Answer answer = Answer.get(router, "/n/a");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("X-Outer")).isEqualTo("seen");
    }

    @Test
    void anUnmappedRejectionIsAProblem() {
        Answer answer = Answer.get(bare(new Rejection.Missing("q is missing")), "/a/1");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("q is missing");
        assertThat(logged.list).isEmpty();
    }

    @Test
    void aRejectionCanBeMapped() {
        Router router =
                Router.builder()
                        .onError(Rejection.class, (e, r) -> "mapped " + e.what())
                        .get("/a", throwing(new Rejection.Malformed("bad")))
                        .build();
        assertThat(Answer.get(router, "/a").body()).isEqualTo("mapped bad");
    }

    @Test
    void aResponseStatusExceptionKeepsItsStatusAndReason() {
        Answer answer =
                Answer.get(
                        bare(new ResponseStatusException(HttpStatus.GONE, "it is gone")), "/a/1");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.body()).contains("it is gone");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void anErrorResponseThatBlamesTheServerIsLoggedWithItsCause() {
        IOException cause = new IOException("disk full");
        Answer answer =
                Answer.get(
                        bare(
                                new ResponseStatusException(
                                        HttpStatus.SERVICE_UNAVAILABLE, "later", cause)),
                        "/a/1");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("disk full");
        assertThat(logged.list).hasSize(1);
        assertThat(logged.list.getFirst().getLevel()).isEqualTo(Level.WARN);
        assertThat(logged.list.getFirst().getThrowableProxy().getCause().getMessage())
                .isEqualTo("disk full");
    }

    @Test
    void anErrorResponseKeepsItsFields() {
        Answer answer =
                Answer.get(
                        bare(new MethodNotAllowedException("PUT", List.of(HttpMethod.GET))),
                        "/a/1");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET");
    }

    @Test
    void theUnexpectedAnswers500AndTellsNothing() {
        TestExchange exchange = TestExchange.get("/a/1");
        Answer answer = Answer.to(bare(new IllegalStateException("password is hunter2")), exchange);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body())
                .contains("\"requestId\":\"" + exchange.id() + "\"")
                .doesNotContain("hunter2", "IllegalState", "detail");
    }

    @Test
    void theUnexpectedIsLoggedOnceWithItsRoute() {
        TestExchange exchange = TestExchange.get("/a/1?secret=x");
        Router router =
                Router.builder()
                        .use((request, next) -> next.run(request))
                        .get("/a/{id}", throwing(new IllegalStateException("x")))
                        .build();
        Answer.to(router, exchange);
        assertThat(logged.list).hasSize(1);
        ILoggingEvent event = logged.list.getFirst();
        assertThat(event.getLevel()).isEqualTo(Level.ERROR);
        assertThat(event.getFormattedMessage())
                .contains(exchange.id(), "GET", "/a/{id}")
                .doesNotContain("secret");
        assertThat(event.getThrowableProxy().getStackTraceElementProxyArray()).isNotEmpty();
    }

    @Test
    void aMapperThatFailsAnswers500AndBothAreLogged() {
        Router router =
                Router.builder()
                        .onError(
                                IOException.class,
                                (e, r) -> {
                                    throw new IllegalStateException("mapper");
                                })
                        .get("/a", throwing(new IOException("first")))
                        .build();
        assertThat(Answer.get(router, "/a").status()).isEqualTo(500);
        assertThat(logged.list).hasSize(1);
        var logged500 = logged.list.getFirst().getThrowableProxy();
        assertThat(logged500.getMessage()).isEqualTo("mapper");
        assertThat(logged500.getSuppressed()[0].getMessage()).isEqualTo("first");
    }

    @Test
    void aMapperThatThrowsWhatItGotAnswers500() {
        Router router =
                Router.builder()
                        .onError(
                                IOException.class,
                                (e, r) -> {
                                    throw e;
                                })
                        .get("/a", throwing(new IOException("x")))
                        .build();
        assertThat(Answer.get(router, "/a").status()).isEqualTo(500);
    }

    @Test
    void aPeerThatLeftIsNoError() {
        Answer answer = Answer.get(bare(new ClientGoneException("gone")), "/a/1");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG);
    }

    @Test
    void anInterruptIsNoErrorOfTheApplication() {
        Router router = bare(new InterruptedException());
        Answer.to(router, TestExchange.get("/a/1").disconnect());
        assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG);
        logged.list.clear();
        assertThat(Answer.to(router, TestExchange.get("/a/1")).status()).isEqualTo(503);
        assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG);
    }

    @Test
    void anErrorOfTheApplicationIsAnswered() {
        assertThat(Answer.get(bare(new AssertionError("x")), "/a/1").status()).isEqualTo(500);
        assertThat(Answer.get(bare(new NoClassDefFoundError("x")), "/a/1").status()).isEqualTo(500);
        assertThat(Answer.get(bare(new StackOverflowError()), "/a/1").status()).isEqualTo(500);
    }

    @Test
    void anErrorOfTheMachinePasses() {
        Router router = bare(new OutOfMemoryError("test"));
        assertThatThrownBy(() -> router.handle(TestExchange.get("/a/1")))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aFallbackThatFailsIsMapped() {
        Router router =
                Router.builder()
                        .onError(IOException.class, (e, r) -> HttpStatus.CONFLICT)
                        .fallback(throwing(new IOException("x")))
                        .build();
        assertThat(Answer.get(router, "/x").status()).isEqualTo(409);
    }
}
