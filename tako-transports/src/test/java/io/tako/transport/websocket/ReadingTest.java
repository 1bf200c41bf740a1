package io.tako.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When frames are read, and what is held while they are not. */
final class ReadingTest {

    private static final byte[] EMPTY = {(byte) 0x82, (byte) 0x80, 0, 0, 0, 0};

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Wire wire = new Wire();
    private final Seen seen = new Seen();
    private final FrameReader frames = new FrameReader(1024, false);
    private final Reading reading = new Reading(wire, channel.eventLoop(), frames, seen);

    @AfterEach
    void release() {
        reading.end();
        channel.finishAndReleaseAll();
    }

    /** What the carrier was told. */
    private final class Wire implements ByteCarrier {

        private final List<Boolean> told = new ArrayList<>();

        @Override
        public ChannelHandlerContext context() {
            return channel.pipeline().firstContext();
        }

        @Override
        public void write(ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void flush() {}

        @Override
        public void reading(boolean wanted) {
            told.add(wanted);
        }

        @Override
        public long progress() {
            return 0;
        }

        @Override
        public void end(boolean peerEnded) {}

        @Override
        public void abort() {}
    }

    /** What was read. */
    private final class Seen implements Reading.Sink {

        private int frames;
        private int turns;
        private int fullAfter = Integer.MAX_VALUE;
        private boolean ended;

        @Override
        public void frame(WebSocketFrame frame) {
            frame.release();
            if (++frames == fullAfter) {
                reading.full();
            }
        }

        @Override
        public void failed(SocketFailure failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void inputEnded() {
            ended = true;
        }

        @Override
        public void turnOver() {
            turns++;
        }
    }

    private static ByteBuf empties(int count) {
        ByteBuf bytes = Unpooled.buffer(count * EMPTY.length);
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(EMPTY);
        }
        return bytes;
    }

    private void runDue() {
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    @Test
    void othersHaveTheirTurnAfterSoManyFrames() {
        reading.received(empties(3000));
        assertThat(seen.frames).isEqualTo(1024);
        assertThat(wire.told).containsExactly(false);
        while (!reading.isOn()) {
            runDue();
        }
        assertThat(seen.frames).isEqualTo(3000);
        assertThat(seen.turns).isEqualTo(2);
        assertThat(wire.told).containsExactly(false, true);
    }

    @Test
    void noFrameIsReadForWhichThereIsNoRoom() {
        seen.fullAfter = 10;
        reading.received(empties(100));
        reading.received(empties(100));
        assertThat(seen.frames).isEqualTo(10);
        assertThat(reading.isOn()).isFalse();
        reading.roomy();
        runDue();
        assertThat(seen.frames).isEqualTo(200);
        assertThat(reading.isOn()).isTrue();
    }

    @Test
    void noFrameIsReadWhileThePeerTakesNothing() {
        reading.congested();
        reading.received(empties(5));
        assertThat(seen.frames).isZero();
        reading.flowing();
        runDue();
        assertThat(seen.frames).isEqualTo(5);
        assertThat(wire.told).containsExactly(false, true);
    }

    @Test
    void theEndComesBehindWhatWasNotReadYet() {
        seen.fullAfter = 10;
        reading.received(empties(20));
        reading.inputEnded();
        assertThat(seen.ended).isFalse();
        reading.roomy();
        runDue();
        assertThat(seen.frames).isEqualTo(20);
        assertThat(seen.ended).isTrue();
    }

    @Test
    void theEndIsToldAtOnceWhereEverythingWasRead() {
        seen.fullAfter = 10;
        reading.received(empties(10));
        reading.inputEnded();
        assertThat(seen.ended).isTrue();
    }

    @Test
    void whoIsClosingReadsWhateverComes() {
        reading.congested();
        reading.received(empties(5));
        reading.freely();
        runDue();
        assertThat(seen.frames).isEqualTo(5);
        reading.congested();
        assertThat(reading.isOn()).isTrue();
    }

    @Test
    void framesThatNeverEndWithAReadHoldNoMoreThanOneRead() {
        int size = EMPTY.length * 100;
        ByteBuf all = empties(100);
        // Each read ends amid a frame, so what is held is never used up.
        reading.received(Unpooled.copiedBuffer(all.slice(0, 3)));
        for (int i = 0; i < 1000; i++) {
            ByteBuf shifted = Unpooled.buffer(size);
            shifted.writeBytes(all, 3, size - 3).writeBytes(all, 0, 3);
            reading.received(shifted);
            runDue();
        }
        all.release();
        assertThat(seen.frames).isEqualTo(100_000);
        assertThat(frames.capacity()).isLessThan(8 * size);
    }
}
