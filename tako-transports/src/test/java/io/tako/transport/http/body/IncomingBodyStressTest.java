package io.tako.transport.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tako.http.ClientGoneException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

/**
 * A loop and a reader at once, each on a thread of its own: what the model of schedules cannot
 * show, that nobody sleeps through what came.
 */
final class IncomingBodyStressTest {

    private static final int ROUNDS = 500;
    private static final int WINDOW = 4096;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private volatile @Nullable Thread loopThread;

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    private void onLoop(Runnable action) {
        if (Thread.currentThread() == loopThread) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    /** How a body ends, besides whole. */
    private enum End {
        WHOLE,
        FAILED,
        ANSWERED
    }

    /** Sends a body on the loop, as fast as it is read. */
    private final class Sender implements IncomingBody.Source {
        private final Random random;
        private final byte[] sent;
        private final End end;
        private final int until;
        private final IncomingBody body;
        private final List<ByteBuf> pieces = new ArrayList<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private int arrived;

        Sender(long seed) {
            random = new Random(seed);
            sent = new byte[random.nextInt(60_000)];
            random.nextBytes(sent);
            end = End.values()[random.nextInt(End.values().length)];
            until = end == End.WHOLE ? sent.length : random.nextInt(sent.length + 1);
            Executor executor = IncomingBodyStressTest.this::onLoop;
            body = new IncomingBody(this, executor, sent.length, 1_000_000, WINDOW);
        }

        @Override
        public void wanted() {}

        @Override
        public void resumed() {
            loop.execute(this::send);
        }

        private void send() {
            while (arrived < until && !body.isFull()) {
                for (int burst = random.nextInt(3); burst >= 0 && arrived < until; burst--) {
                    int size = Math.min(1 + random.nextInt(2000), until - arrived);
                    ByteBuf piece = Unpooled.wrappedBuffer(sent, arrived, size);
                    pieces.add(piece);
                    arrived += size;
                    if (!body.offer(piece)) {
                        piece.release();
                    }
                }
                body.wake();
            }
            if (arrived == until && over.getCount() > 0) {
                switch (end) {
                    case WHOLE -> body.end(HttpHeaders.EMPTY);
                    case FAILED -> body.fail(new ClientGoneException("gone"));
                    case ANSWERED -> body.discard(new IOException("answered"));
                }
                over.countDown();
            }
        }
    }

    private static byte[] joined(Flux<DataBuffer> flux) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        flux.doOnNext(
                        buffer -> {
                            byte[] bytes = new byte[buffer.readableByteCount()];
                            buffer.read(bytes);
                            all.writeBytes(bytes);
                        })
                .blockLast();
        return all.toByteArray();
    }

    private byte @Nullable [] read(Sender sender, int way) {
        try {
            return switch (way) {
                case 0 -> sender.body.bytes();
                case 1 -> sender.body.stream().readAllBytes();
                case 2 -> joined(sender.body.flux());
                default -> joined(sender.body.flux().limitRate(1));
            };
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    @Test
    void aReaderThatSeesTheEndHasAll() throws Exception {
        loop.submit(() -> loopThread = Thread.currentThread()).get();
        for (int round = 0; round < ROUNDS; round++) {
            Sender sender = new Sender(round);
            int way = round % 4;
            CompletableFuture<byte @Nullable []> read = new CompletableFuture<>();
            Thread.startVirtualThread(() -> read.complete(read(sender, way)));
            loop.execute(sender::send);
            byte[] got = read.get(60, TimeUnit.SECONDS);
            sender.over.await();
            if (sender.end == End.WHOLE) {
                assertThat(got).as("round %d", round).isEqualTo(sender.sent);
            } else {
                assertThat(got).as("round %d", round).isNull();
            }
            loop.submit(() -> sender.body.discard(new IOException("over"))).get();
            assertThat(sender.pieces).as("round %d", round).allMatch(p -> p.refCnt() == 0);
        }
    }
}
