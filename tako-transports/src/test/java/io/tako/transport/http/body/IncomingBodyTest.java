package io.tako.transport.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tako.http.ClientGoneException;
import io.tako.http.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

final class IncomingBodyTest {

    private int wanted;
    private int taken;
    private final IncomingBody body = body(-1);

    private IncomingBody body(long length) {
        return new IncomingBody(
                new IncomingBody.Source() {
                    @Override
                    public void wanted() {
                        wanted++;
                    }

                    @Override
                    public void taken(int bytes) {
                        taken += bytes;
                    }
                },
                Runnable::run,
                length,
                100,
                1000);
    }

    private static ByteBuf piece(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static <T> T onVirtualThread(Callable<T> read) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> complete(done, read));
        return done.get(30, TimeUnit.SECONDS);
    }

    private static <T> void complete(CompletableFuture<T> done, Callable<T> read) {
        try {
            done.complete(read.call());
        } catch (Throwable t) {
            done.completeExceptionally(t);
        }
    }

    private void awaitReader() {
        while (!body.isAwaited()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void isReadInOrderToItsEnd() throws Exception {
        body.offer(piece("hel"));
        body.offer(piece("lo"));
        body.end(HttpHeaders.EMPTY);
        assertThat(onVirtualThread(body::bytes)).asString().isEqualTo("hello");
        assertThat(wanted).isEqualTo(1);
        assertThat(taken).isEqualTo(5);
    }

    @Test
    void isReadTwiceFromMemory() throws Exception {
        body.offer(piece("a"));
        body.end(HttpHeaders.EMPTY);
        assertThat(onVirtualThread(body::bytes)).isSameAs(body.bytes());
    }

    @Test
    void aReaderWaitsForMore() throws Exception {
        Thread loop =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    awaitReader();
                                    body.offer(piece("later"));
                                    body.end(HttpHeaders.EMPTY);
                                });
        assertThat(onVirtualThread(body::bytes)).asString().isEqualTo("later");
        loop.join();
    }

    @Test
    void aReaderOnTheLoopIsToldInsteadOfParked() {
        assertThatThrownBy(body::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nonBlocking");
    }

    @Test
    void whatCameBeforeAFailureIsStillRead() throws Exception {
        body.offer(piece("some"));
        body.fail(new ClientGoneException("gone"));
        InputStream in = body.stream();
        assertThat(onVirtualThread(() -> in.readNBytes(4))).asString().isEqualTo("some");
        assertThatThrownBy(() -> onVirtualThread(in::read))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ClientGoneException.class);
    }

    @Test
    void aFailureWakesAWaitingReader() throws Exception {
        Thread loop =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    awaitReader();
                                    body.fail(new Rejection.Timeout("late"));
                                });
        assertThatThrownBy(() -> onVirtualThread(body::bytes))
                .hasCauseInstanceOf(Rejection.Timeout.class);
        loop.join();
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        CompletableFuture<byte[]> done = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> complete(done, body::bytes));
        awaitReader();
        reader.interrupt();
        assertThatThrownBy(() -> done.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedIOException.class);
    }

    @Test
    void discardingReleasesAndRefuses() {
        ByteBuf first = piece("a");
        ByteBuf second = piece("b");
        body.offer(first);
        body.discard(new IOException("over"));
        assertThat(first.refCnt()).isZero();
        assertThat(taken).isEqualTo(1);
        assertThat(body.offer(second)).isFalse();
        second.release();
    }

    @Test
    void aStreamThatIsClosedDiscardsTheRest() throws Exception {
        ByteBuf half = piece("half read");
        ByteBuf rest = piece("rest");
        body.offer(half);
        body.offer(rest);
        InputStream in = body.stream();
        assertThat(onVirtualThread(() -> in.read())).isEqualTo('h');
        in.close();
        assertThat(half.refCnt()).isZero();
        assertThat(rest.refCnt()).isZero();
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }

    @Test
    void aDeclaredLengthBeyondTheLimitIsRefusedUnread() {
        assertThatThrownBy(() -> body(101).limit(100)).isInstanceOf(Rejection.TooLarge.class);
        assertThat(wanted).isZero();
    }

    @Test
    void aBodyThatGrowsBeyondTheLimitIsRefused() {
        ByteBuf large = piece("x".repeat(101));
        body.offer(large);
        assertThatThrownBy(() -> onVirtualThread(body::bytes))
                .hasCauseInstanceOf(Rejection.TooLarge.class);
        assertThat(large.refCnt()).isZero();
    }

    @Test
    void aSubscriberGetsNoMoreThanItAsksFor() {
        body.offer(piece("a"));
        body.offer(piece("b"));
        body.end(HttpHeaders.EMPTY);
        StringBuilder seen = new StringBuilder();
        Flux<String> text = body.flux().map(b -> b.toString(StandardCharsets.US_ASCII));
        text.limitRate(1).doOnComplete(() -> seen.append('.')).subscribe(seen::append);
        assertThat(seen).hasToString("ab.");
    }

    @Test
    void aSecondSubscriberIsRefused() {
        Flux<?> flux = body.flux();
        flux.subscribe().dispose();
        assertThatThrownBy(flux::blockLast).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSubscriberThatCancelsDiscardsTheRest() {
        ByteBuf rest = piece("b");
        body.offer(piece("a"));
        body.offer(rest);
        body.flux().take(1).blockLast();
        assertThat(rest.refCnt()).isZero();
    }
}
