package io.tako.transport.spine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadQueueTest {

    private static final int WINDOW = 1000;

    private int taken;
    private int resumed;

    private final ReadQueue.Flow flow =
            new ReadQueue.Flow() {
                @Override
                public void taken(int bytes) {
                    taken += bytes;
                }

                @Override
                public void resumed() {
                    resumed++;
                }
            };

    private final ReadQueue<ByteBuf> queue = new ReadQueue<>(WINDOW, BufferItems.BUFFERS, flow);

    /** What is waited for by a listener that asks or not. */
    private static final class Listening implements ReadQueue.Listener {
        private int told;
        private boolean asks = true;

        @Override
        public void advance() {
            told++;
        }

        @Override
        public boolean isAsking() {
            return asks;
        }
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer(new byte[count]);
    }

    @Test
    void itIsFullBeyondTheWindowAndResumesOnceBelowHalfOfIt() throws IOException {
        for (int i = 0; i < 4; i++) {
            queue.offer(bytes(1024));
        }
        assertThat(queue.isFull()).isTrue();
        for (int i = 0; i < 3; i++) {
            queue.poll();
            assertThat(resumed).isZero();
        }
        queue.poll();
        assertThat(queue.isFull()).isFalse();
        assertThat(resumed).isEqualTo(1);
        assertThat(taken).isEqualTo(4096);
    }

    @Test
    void itemsAreCountedBesideTheirBytes() {
        ReadQueue<String> words =
                new ReadQueue<>(
                        WINDOW,
                        new ReadQueue.Items<>() {
                            @Override
                            public int size(String item) {
                                return 0;
                            }

                            @Override
                            public void release(String item) {}
                        },
                        flow);
        int count = 0;
        while (!words.isFull()) {
            words.offer("");
            count++;
        }
        assertThat(count).isEqualTo(WINDOW / ReadQueue.OVERHEAD + 1);
    }

    @Test
    void manyPiecesOfOneByteWaitAsFewBuffers() throws IOException {
        ByteBuf read = bytes(120_000);
        List<ByteBuf> pieces = new ArrayList<>();
        for (int i = 0; i < 120_000; i++) {
            ByteBuf piece = read.retainedSlice(i, 1);
            pieces.add(piece);
            assertThat(queue.offer(piece)).isTrue();
        }
        read.release();
        // What the socket was read into is not held for them.
        assertThat(read.refCnt()).isZero();
        int buffers = 0;
        int bytes = 0;
        for (ByteBuf next = queue.poll(); next != null; next = queue.poll()) {
            buffers++;
            bytes += next.readableBytes();
            next.release();
        }
        assertThat(bytes).isEqualTo(120_000);
        assertThat(buffers).isLessThan(20);
        assertThat(taken).isEqualTo(120_000);
    }

    @Test
    void anEndBehindAFailureIsVoid() throws IOException {
        queue.offer(bytes(1));
        queue.fail(new IOException("failed"));
        queue.end();
        assertThat(queue.poll()).isNotNull();
        assertThatThrownBy(queue::isOver).hasMessage("failed");
        assertThatThrownBy(queue::poll).hasMessage("failed");
    }

    @Test
    void aFailureBehindTheEndIsVoid() throws IOException {
        queue.end();
        queue.fail(new IOException("failed"));
        assertThat(queue.isOver()).isTrue();
    }

    @Test
    void whatIsThrownAwayIsAnErrorToTheReaderThoughTheEndHadCome() {
        queue.offer(bytes(1));
        queue.end();
        queue.discard(new IOException("answered"));
        assertThatThrownBy(queue::isOver).hasMessage("answered");
        assertThat(taken).isEqualTo(1);
    }

    @Test
    void aReaderThatHasTakenAllSeesTheEndThoughTheRestIsThrownAway() throws IOException {
        queue.offer(bytes(1));
        queue.end();
        queue.poll();
        queue.discard(new IOException("answered"));
        assertThat(queue.isOver()).isTrue();
    }

    @Test
    void itIsAwaitedWhileAListenerAsksAndNothingIsThere() throws IOException {
        Listening listening = new Listening();
        assertThat(queue.isAwaited()).isFalse();
        queue.claim(listening);
        assertThat(queue.isAwaited()).isTrue();
        listening.asks = false;
        assertThat(queue.isAwaited()).isFalse();
        listening.asks = true;
        queue.offer(bytes(1));
        assertThat(queue.isAwaited()).isFalse();
        queue.poll();
        queue.end();
        assertThat(queue.isAwaited()).isFalse();
    }

    @Test
    void aListenerIsToldOncePerBurst() {
        Listening listening = new Listening();
        queue.claim(listening);
        queue.offer(bytes(2000));
        queue.offer(bytes(2000));
        assertThat(listening.told).isZero();
        queue.wake();
        assertThat(listening.told).isEqualTo(1);
    }

    @Test
    void thereIsOneListenerAtATime() {
        Listening first = new Listening();
        assertThat(queue.claim(first)).isTrue();
        assertThat(queue.claim(new Listening())).isFalse();
        queue.leave(first);
        assertThat(queue.claim(new Listening())).isTrue();
    }
}
