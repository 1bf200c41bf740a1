package io.tako.routing;

import static io.tako.extract.Extractors.lastEventId;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Execution;
import io.tako.handler.Handler;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import io.tako.respond.Sse;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;

class SseRouteTest {

    private static Answer answer(Handler handler, TestExchange exchange) {
        Router router = Router.builder(RouterSettings.defaults()).sse("/events", handler).build();
        return Answer.to(router, exchange);
    }

    private static TestExchange get() {
        return TestExchange.get("/events");
    }

    private static void assertEvents(Answer answer, String body) {
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void returnedPublisherIsAStreamOfEvents() {
        assertEvents(answer(handle(() -> Flux.just(1, 2)), get()), "data: 1\n\ndata: 2\n\n");
        assertEvents(answer(handle(() -> ResponseEntity.ok(Flux.just("a"))), get()), "data: a\n\n");
    }

    @Test
    void returnedSseIsItself() {
        assertEvents(answer(handle(() -> Sse.emit(e -> e.send("a"))), get()), "data: a\n\n");
    }

    @Test
    void handlerLearnsWhereTheClientStopped() {
        Handler since = handle(lastEventId(), id -> Flux.just(id.orElse("the start")));
        assertEvents(answer(since, get().withHeader("Last-Event-ID", "42")), "data: 42\n\n");
        assertEvents(answer(since, get()), "data: the start\n\n");
    }

    @Test
    void handlerCanRefuse() {
        assertThat(answer(handle(() -> HttpStatus.NO_CONTENT), get()).status()).isEqualTo(204);
    }

    @Test
    void headNamesTheTypeAndOtherMethodsAreNotAllowed() {
        Handler handler = handle(() -> Flux.never());
        assertThat(
                        Router.builder(RouterSettings.defaults())
                                .sse("/events", handler)
                                .build()
                                .handle(TestExchange.of(HttpMethod.HEAD, "/events"))
                                .header("content-type"))
                .isEqualTo("text/event-stream");
        assertThat(answer(handler, TestExchange.of(HttpMethod.POST, "/events")).status())
                .isEqualTo(405);
    }

    @Test
    void planOfTheHandlerIsKept() {
        Router router =
                Router.builder(RouterSettings.defaults())
                        .sse("/events", nonBlocking(handle(() -> Flux.just(1))))
                        .build();
        assertThat(router.match(HttpMethod.GET, "/events").endpoint().execution())
                .isEqualTo(Execution.NON_BLOCKING);
    }
}
