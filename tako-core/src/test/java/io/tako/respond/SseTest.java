package io.tako.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Body;
import io.tako.http.ClientGoneException;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

class SseTest {

    private static TestExchange stream(Publisher<?> events) throws Exception {
        TestExchange exchange = TestExchange.get("/");
        exchange.respond(Responders.toResponse(Sse.of(events), exchange.request()));
        return exchange;
    }

    @Test
    void answerIsNeitherCachedNorHeldBackByProxies() throws Exception {
        Response response = stream(Flux.empty()).response();
        assertThat(response.header("content-type")).isEqualTo("text/event-stream");
        assertThat(response.header("cache-control")).isEqualTo("no-cache, no-transform");
        assertThat(response.header("x-accel-buffering")).isEqualTo("no");
    }

    @Test
    void nothingIsSubscribedToBeforeTheBodyIsSent() throws Exception {
        AtomicBoolean subscribed = new AtomicBoolean();
        TestExchange exchange =
                stream(Flux.<String>empty().doOnSubscribe(s -> subscribed.set(true)));
        assertThat(subscribed).isFalse();
        assertThat(exchange.bodyText()).isEmpty();
        assertThat(subscribed).isTrue();
    }

    @Test
    void textIsDataAndEveryLineHasItsOwnField() throws Exception {
        assertThat(stream(Flux.just("a", "b\r\nc\rd\ne")).bodyText())
                .isEqualTo("data: a\n\ndata: b\ndata: c\ndata: d\ndata: e\n\n");
    }

    @Test
    void objectsAreJsonData() throws Exception {
        assertThat(stream(Flux.just(Map.of("a", 1), 7)).bodyText())
                .isEqualTo("data: {\"a\":1}\n\ndata: 7\n\n");
    }

    @Test
    void eventsKeepTheirFields() throws Exception {
        ServerSentEvent<Object> event =
                ServerSentEvent.builder()
                        .id("7")
                        .event("tick")
                        .retry(Duration.ofSeconds(2))
                        .comment("note\nmore")
                        .data(Map.of("n", 1))
                        .build();
        assertThat(stream(Flux.just(event)).bodyText())
                .isEqualTo(": note\n: more\nid: 7\nevent: tick\nretry: 2000\ndata: {\"n\":1}\n\n");
    }

    @Test
    void idAndNameCannotWriteFieldsOfTheirOwn() throws Exception {
        StringBuilder event = new StringBuilder();
        EventText.field(event, "id", "1\ndata: forged");
        EventText.field(event, "event", "e\r\n\r\ndata: forged");
        assertThat(event).hasToString("id: 1 data: forged\nevent: e    data: forged\n");
        ServerSentEvent<String> nul = ServerSentEvent.<String>builder().id("7\0").build();
        assertThat(stream(Flux.just(nul)).bodyText()).isEqualTo("id: 7 \n\n");
    }

    @Test
    void eachEventIsFlushedAndSoIsTheHead() throws Exception {
        assertThat(stream(Flux.just(1, 2, 3)).flushes()).isEqualTo(4);
    }

    @Test
    void publisherIsCancelledWhenTheClientLeaves() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<Integer> events =
                Flux.just(1, 2).concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true));
        Body.Streaming body = (Body.Streaming) stream(events).response().body();
        assertThatThrownBy(() -> body.writer().writeTo(new BrokenWriter(1)))
                .isInstanceOf(ClientGoneException.class);
        assertThat(cancelled).isTrue();
    }
}
