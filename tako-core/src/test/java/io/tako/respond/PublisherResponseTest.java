package io.tako.respond;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.ClientGoneException;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class PublisherResponseTest {

    record Tick(int n) {}

    private static Response respond(Object value, TestExchange exchange) throws Exception {
        return VirtualThread.call(() -> Responders.toResponse(value, exchange.request()));
    }

    private static void assertStream(Object value, TestExchange exchange, String type, String body)
            throws Exception {
        Response response = respond(value, exchange);
        assertThat(response.header("content-type")).isEqualTo(type);
        assertThat(response.body()).isInstanceOf(Body.Streaming.class);
        assertThat(new String(TestExchange.render(response.body()), UTF_8)).isEqualTo(body);
    }

    private static Flux<Tick> ticks(int count) {
        return Flux.range(1, count).map(Tick::new);
    }

    @Test
    void objectsAreOneJsonArray() throws Exception {
        assertStream(ticks(2), TestExchange.get("/"), "application/json", "[{\"n\":1},{\"n\":2}]");
        assertStream(Flux.empty(), TestExchange.get("/"), "application/json", "[]");
    }

    @Test
    void objectsAreLinesWhenTheClientPrefersThem() throws Exception {
        String lines = "{\"n\":1}\n{\"n\":2}\n";
        for (String accept :
                List.of(
                        "application/x-ndjson",
                        "application/x-ndjson, application/json;q=0.5",
                        "application/json;q=0.1, */*")) {
            TestExchange exchange = TestExchange.get("/").withHeader("Accept", accept);
            assertStream(ticks(2), exchange, "application/x-ndjson", lines);
        }
        for (String accept :
                List.of("*/*", "application/json, application/x-ndjson;q=0.9", "not a type")) {
            TestExchange exchange = TestExchange.get("/").withHeader("Accept", accept);
            assertStream(ticks(1), exchange, "application/json", "[{\"n\":1}]");
        }
    }

    @Test
    void linesStayLinesUnderAnIndentingMapper() throws Exception {
        JsonMapper indenting =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Request request =
                TestExchange.get("/")
                        .withHeader("Accept", "application/x-ndjson")
                        .request(RouterSettings.defaults().withJson(indenting));
        Response response = Responders.toResponse(ticks(1), request);
        assertThat(TestExchange.render(response.body())).asString().isEqualTo("{\"n\":1}\n");
    }

    @Test
    void bytesAndBuffersAreRaw() throws Exception {
        assertStream(
                Flux.just(
                        "ab".getBytes(UTF_8),
                        DefaultDataBufferFactory.sharedInstance.wrap("cd".getBytes(UTF_8))),
                TestExchange.get("/"),
                "application/octet-stream",
                "abcd");
    }

    @Test
    void textIsPlainText() throws Exception {
        assertStream(Flux.just("a", "ü"), TestExchange.get("/"), "text/plain;charset=UTF-8", "aü");
    }

    @Test
    void declaredTypeOfAnEntityChoosesTheEncoding() throws Exception {
        assertStream(
                ResponseEntity.ok().contentType(MediaType.APPLICATION_NDJSON).body(ticks(1)),
                TestExchange.get("/"),
                "application/x-ndjson",
                "{\"n\":1}\n");
        assertStream(
                ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(ticks(1)),
                TestExchange.get("/"),
                "text/event-stream",
                "data: {\"n\":1}\n\n");
    }

    @Test
    void failureBeforeTheFirstItemIsTheHandlersFailure() {
        IOException failure = new IOException("db");
        assertThatThrownBy(() -> respond(Flux.error(failure), TestExchange.get("/")))
                .isSameAs(failure);
    }

    @Test
    void failureBetweenItemsBreaksTheBodyOff() throws Exception {
        IOException failure = new IOException("db");
        Flux<Tick> broken = ticks(1).concatWith(Flux.error(failure));
        Response response = respond(broken, TestExchange.get("/"));
        assertThatThrownBy(() -> TestExchange.render(response.body())).isSameAs(failure);
    }

    @Test
    void neverMoreThanThePrefetchIsAskedForAhead() throws Exception {
        AtomicLong emitted = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicLong written = new AtomicLong();
        Flux<byte[]> source =
                Flux.range(0, 1000)
                        .map(
                                i -> {
                                    long ahead = emitted.incrementAndGet() - written.get();
                                    most.accumulateAndGet(ahead, Math::max);
                                    return new byte[] {1};
                                });
        Response response = respond(source, TestExchange.get("/"));
        assertThat(emitted).hasValue(Items.PREFETCH);
        Body.Streaming body = (Body.Streaming) response.body();
        body.writer()
                .writeTo(
                        new BodyWriter() {
                            @Override
                            public void write(byte[] bytes, int offset, int length) {
                                written.addAndGet(length);
                            }

                            @Override
                            public void flush() {}

                            @Override
                            public boolean open() {
                                return true;
                            }
                        });
        assertThat(written).hasValue(1000);
        assertThat(most.get()).isLessThanOrEqualTo(Items.PREFETCH + 1);
    }

    @Test
    void itemsOfAnotherThreadComeInOrderAndWhole() throws Exception {
        Flux<String> source =
                Flux.range(0, 10_000).map(i -> i + ",").publishOn(Schedulers.parallel(), 64);
        Response response = respond(source, TestExchange.get("/"));
        byte[] bytes = VirtualThread.call(() -> TestExchange.render(response.body()));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            expected.append(i).append(',');
        }
        assertThat(new String(bytes, UTF_8)).isEqualTo(expected.toString());
    }

    @Test
    void flushesOnlyWhenNothingMoreIsWaiting() throws Exception {
        Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
        sink.tryEmitNext("a");
        sink.tryEmitNext("b");
        sink.tryEmitNext("c");
        Response response = respond(sink.asFlux(), TestExchange.get("/"));
        List<String> events = new ArrayList<>();
        BodyWriter recorder =
                new BodyWriter() {
                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        events.add(new String(bytes, offset, length, UTF_8));
                    }

                    @Override
                    public void flush() {
                        events.add("flush");
                        sink.tryEmitComplete();
                    }

                    @Override
                    public boolean open() {
                        return true;
                    }
                };
        Body.Streaming body = (Body.Streaming) response.body();
        VirtualThread.call(
                () -> {
                    body.writer().writeTo(recorder);
                    return true;
                });
        assertThat(events).containsExactly("a", "b", "c", "flush");
    }

    @Test
    void publisherIsCancelledWhenTheClientLeaves() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<Tick> endless =
                Flux.<Tick, Integer>generate(
                                () -> 0,
                                (n, out) -> {
                                    out.next(new Tick(n));
                                    return n + 1;
                                })
                        .doOnCancel(() -> cancelled.set(true));
        Body.Streaming body = (Body.Streaming) respond(endless, TestExchange.get("/")).body();
        assertThatThrownBy(() -> body.writer().writeTo(new BrokenWriter(7)))
                .isInstanceOf(ClientGoneException.class);
        assertThat(cancelled).isTrue();
    }

    @Test
    void publisherIsCancelledWhenItsThreadIsInterrupted() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch flushed = new CountDownLatch(1);
        Flux<String> stalled =
                Flux.just("first").concatWith(Flux.never()).doOnCancel(cancelled::countDown);
        Body.Streaming body = (Body.Streaming) respond(stalled, TestExchange.get("/")).body();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        body.writer().writeTo(new Signalling(flushed));
                                    } catch (Exception e) {
                                        thrown.set(e);
                                    }
                                });
        flushed.await();
        thread.interrupt();
        thread.join();
        cancelled.await();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    private record Signalling(CountDownLatch flushed) implements BodyWriter {
        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public void flush() {
            flushed.countDown();
        }

        @Override
        public boolean open() {
            return true;
        }
    }

    @Test
    void publisherIsCancelledAtOnceForHead() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        Flux<Tick> source =
                ticks(1).concatWith(Flux.never()).doOnCancel(cancelled::incrementAndGet);
        Response response = respond(source, TestExchange.of(HttpMethod.HEAD, "/"));
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(cancelled).hasValue(1);
    }
}
