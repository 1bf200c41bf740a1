package io.tako.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Body;
import io.tako.http.ClientGoneException;
import io.tako.http.RouterSettings;
import io.tako.http.SseSettings;
import io.tako.http.TestExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

@Timeout(60)
class SseEmitterTest {

    private static final Pattern LAST = Pattern.compile("retry: (\\d+)\n\n$");

    private final TestExchange exchange = TestExchange.get("/");
    private final RecordingWriter out = new RecordingWriter();

    /** Runs the stream where handlers run; the task ends with it. */
    private FutureTask<Void> start(Sse sse) {
        return start(sse, SseSettings.defaults());
    }

    private FutureTask<Void> start(Sse sse, SseSettings settings) {
        var request = exchange.request(RouterSettings.defaults().withSse(settings));
        Body.Streaming body = (Body.Streaming) sse.respond(request).body();
        FutureTask<Void> task =
                new FutureTask<>(
                        () -> {
                            body.writer().writeTo(out);
                            return null;
                        });
        Thread.ofVirtual().start(task);
        return task;
    }

    /** Sends one event, then waits until it is interrupted. */
    private static Sse silent() {
        return Sse.emit(
                emitter -> {
                    emitter.send("first");
                    new CountDownLatch(1).await();
                });
    }

    private boolean sees(String text) throws InterruptedException {
        return out.await(written -> written.contains(text), 30_000);
    }

    @Test
    void eventsCommentsAndRetryTimesAreSentInOrder() throws Exception {
        start(
                        Sse.emit(
                                emitter -> {
                                    emitter.retry(Duration.ofMillis(700));
                                    emitter.comment("hello\nyou");
                                    emitter.send("text");
                                    emitter.send(Map.of("n", 1));
                                    emitter.send(
                                            ServerSentEvent.builder("x")
                                                    .id("7")
                                                    .event("e")
                                                    .build());
                                }))
                .get();
        assertThat(out.text())
                .isEqualTo(
                        "retry: 700\n\n"
                                + ": hello\n: you\n\n"
                                + "data: text\n\n"
                                + "data: {\"n\":1}\n\n"
                                + "id: 7\nevent: e\ndata: x\n\n");
    }

    @Test
    void commentCannotWriteAFieldOfItsOwn() throws Exception {
        start(Sse.emit(emitter -> emitter.comment("a\r\rdata: forged"))).get();
        assertThat(out.text()).isEqualTo(": a\n: \n: data: forged\n\n");
    }

    @Test
    void sourceThatFailsCutsTheStream() {
        FutureTask<Void> task =
                start(
                        Sse.emit(
                                emitter -> {
                                    throw new IllegalStateException("broken");
                                }));
        assertThatThrownBy(task::get).hasRootCauseMessage("broken");
    }

    @Test
    void nothingIsSentOnceTheSourceHasReturned() throws Exception {
        AtomicReference<SseEmitter> kept = new AtomicReference<>();
        start(Sse.emit(kept::set)).get();
        assertThat(kept.get().open()).isFalse();
        assertThatThrownBy(() -> kept.get().send("late"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("returned");
        assertThat(exchange.scheduled()).isZero();
        assertThat(out.text()).isEmpty();
    }

    @Test
    void senderLearnsThatTheClientLeft() {
        Sse sse =
                Sse.emit(
                        emitter -> {
                            while (true) {
                                emitter.send("again");
                            }
                        });
        Body.Streaming body = (Body.Streaming) sse.respond(exchange.request()).body();
        assertThatThrownBy(() -> body.writer().writeTo(new BrokenWriter(3)))
                .isInstanceOf(ClientGoneException.class);
    }

    @Test
    void eventsOfSeveralThreadsNeverMix() throws Exception {
        start(
                        Sse.emit(
                                emitter -> {
                                    List<Thread> senders = new ArrayList<>();
                                    for (String line : List.of("a", "b", "c", "d")) {
                                        FutureTask<Void> sender =
                                                new FutureTask<>(
                                                        () -> {
                                                            for (int i = 0; i < 100; i++) {
                                                                emitter.send(line + "\n" + line);
                                                            }
                                                            return null;
                                                        });
                                        senders.add(Thread.ofVirtual().start(sender));
                                    }
                                    for (Thread sender : senders) {
                                        sender.join();
                                    }
                                }))
                .get();
        assertThat(out.text().split("\n\n"))
                .hasSize(400)
                .allMatch(event -> event.matches("data: (\\w)\ndata: \\1"));
    }

    @Test
    void silentStreamGetsCommentsAgainAndAgain() throws Exception {
        FutureTask<Void> task = start(silent().keepAlive(Duration.ofMillis(1)));
        assertThat(sees("data: first")).isTrue();
        for (int comments = 1; comments <= 3; comments++) {
            String wanted = ": \n\n".repeat(comments);
            boolean seen = false;
            while (!seen) {
                exchange.advance(Duration.ofMillis(1));
                seen = out.await(written -> written.endsWith(wanted), 10);
            }
        }
        exchange.drain();
        task.get();
    }

    @Test
    void streamThatIsNotSilentGetsNoComment() throws Exception {
        FutureTask<Void> task = start(silent(), new SseSettings(Duration.ofDays(1), Duration.ZERO));
        assertThat(sees("data: first")).isTrue();
        // The exchange's clock says that the time is up; the stream has sent something since.
        exchange.advance(Duration.ofDays(1));
        assertThat(exchange.scheduled()).isOne();
        exchange.drain();
        task.get();
        assertThat(out.text()).isEqualTo("data: first\n\n");
    }

    @Test
    void zeroSendsNoComments() throws Exception {
        FutureTask<Void> task = start(silent().keepAlive(Duration.ZERO));
        assertThat(sees("data: first")).isTrue();
        assertThat(exchange.scheduled()).isZero();
        exchange.drain();
        task.get();
        assertThatThrownBy(() -> silent().keepAlive(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drainEndsAStreamThatWaitsWithATimeToConnectAgain() throws Exception {
        FutureTask<Void> task = start(silent());
        assertThat(sees("data: first")).isTrue();
        exchange.drain();
        task.get();
        Matcher last = LAST.matcher(out.text());
        assertThat(last.find()).isTrue();
        assertThat(Long.parseLong(last.group(1))).isBetween(1000L, 3000L);
        assertThat(exchange.scheduled()).isZero();
    }

    @Test
    void drainCancelsAPublisherAndEndsTheStream() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        Flux<String> events =
                Flux.just("first").concatWith(Flux.never()).doOnCancel(cancelled::countDown);
        FutureTask<Void> task = start(Sse.of(events));
        assertThat(sees("data: first")).isTrue();
        exchange.drain();
        task.get();
        cancelled.await();
        assertThat(out.text()).matches("data: first\n\nretry: \\d+\n\n");
    }

    @Test
    void drainEndsASourceThatNeverWaits() throws Exception {
        AtomicReference<Exception> thrown = new AtomicReference<>();
        FutureTask<Void> task =
                start(
                        Sse.emit(
                                emitter -> {
                                    try {
                                        while (true) {
                                            emitter.send("again");
                                        }
                                    } catch (Exception e) {
                                        thrown.set(e);
                                        assertThat(emitter.open()).isFalse();
                                        throw e;
                                    }
                                }));
        assertThat(sees("again")).isTrue();
        exchange.drain();
        task.get();
        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(out.text()).containsPattern(LAST);
    }

    @Test
    void drainLeavesTheTimeToTheClientWhereItIsZero() throws Exception {
        FutureTask<Void> task = start(silent(), new SseSettings(Duration.ZERO, Duration.ZERO));
        assertThat(sees("data: first")).isTrue();
        exchange.drain();
        task.get();
        assertThat(out.text()).isEqualTo("data: first\n\n");
    }

    @Test
    void drainCutsAStreamWhoseClientTakesNothing() throws Exception {
        FutureTask<Void> task =
                start(
                        Sse.emit(
                                emitter -> {
                                    emitter.send("first");
                                    out.stall();
                                    emitter.send("second");
                                }));
        out.awaitStuck();
        exchange.drain();
        assertThat(task.isDone()).isFalse();
        exchange.advance(Duration.ofSeconds(1));
        assertThatThrownBy(task::get).hasRootCauseInstanceOf(InterruptedIOException.class);
        assertThat(out.text()).doesNotContain("retry");
    }

    @Test
    void drainLetsAnEventThatIsBeingSentArriveFirst() throws Exception {
        FutureTask<Void> task =
                start(
                        Sse.emit(
                                emitter -> {
                                    out.stall();
                                    emitter.send("first");
                                    new CountDownLatch(1).await();
                                }));
        out.awaitStuck();
        exchange.drain();
        out.goOn();
        task.get();
        assertThat(out.text()).matches("data: first\n\nretry: \\d+\n\n");
    }

    @Test
    void streamThatBeginsWhileTheServerDrainsEndsAtOnce() throws Exception {
        exchange.drain();
        start(silent()).get();
        assertThat(out.text()).matches("retry: \\d+\n\n");
    }

    @Test
    void drainAfterTheEndInterruptsNobody() throws Exception {
        CountDownLatch drained = new CountDownLatch(1);
        Body.Streaming body =
                (Body.Streaming) Sse.emit(emitter -> {}).respond(exchange.request()).body();
        FutureTask<Boolean> task =
                new FutureTask<>(
                        () -> {
                            body.writer().writeTo(out);
                            exchange.drain();
                            drained.countDown();
                            return Thread.interrupted();
                        });
        Thread.ofVirtual().start(task);
        assertThat(task.get()).isFalse();
    }
}
