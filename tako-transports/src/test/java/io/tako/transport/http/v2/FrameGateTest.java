package io.tako.transport.http.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameGateTest {

    private static final int HEAD = 9;
    private static final int DATA = 0;
    private static final int PING = 6;

    private static FrameGate gate(int most) {
        return new FrameGate(new FrameBudget(most, "frames"));
    }

    private static ByteBuf preface() {
        return Unpooled.copiedBuffer(Http2CodecUtil.connectionPrefaceBuf());
    }

    private static void frame(ByteBuf to, int type, int payload) {
        to.writeMedium(payload).writeByte(type).writeByte(0).writeInt(1).writeZero(payload);
    }

    /** What passes at once, with all bytes there from the beginning. */
    private static List<Integer> pass(FrameGate gate, ByteBuf in) throws Http2Exception {
        List<Integer> sizes = new ArrayList<>();
        for (int next = gate.next(in); next > 0 && in.isReadable(); next = gate.next(in)) {
            in.skipBytes(next);
            gate.passed(next);
            sizes.add(next);
        }
        return sizes;
    }

    @Test
    void framesPassOneByOneBehindThePreface() throws Exception {
        ByteBuf in = preface();
        int preface = in.readableBytes();
        frame(in, DATA, 100);
        frame(in, DATA, 0);
        frame(in, DATA, 16_384);
        FrameGate gate = gate(0);
        assertThat(pass(gate, in)).containsExactly(preface, HEAD + 100, HEAD, HEAD + 16_384);
        assertThat(gate.frames()).isEqualTo(3);
    }

    /** However the bytes come, no byte of a frame passes together with one of the next. */
    @Test
    void framesThatComeInPiecesPassOneByOne() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            ByteBuf all = preface();
            List<Integer> ends = new ArrayList<>(List.of(all.readableBytes()));
            for (int i = 0; i < 10; i++) {
                frame(all, DATA, random.nextInt(30));
                ends.add(all.writerIndex());
            }
            ByteBuf in = Unpooled.buffer();
            FrameGate gate = gate(0);
            int passed = 0;
            List<Integer> stops = new ArrayList<>();
            while (all.isReadable()) {
                in.writeBytes(all, Math.min(all.readableBytes(), 1 + random.nextInt(40)));
                for (int size : pass(gate, in)) {
                    int from = passed;
                    passed += size;
                    int to = passed;
                    assertThat(ends).noneMatch(end -> end > from && end < to);
                    stops.add(passed);
                }
            }
            assertThat(stops).containsAll(ends);
            assertThat(gate.frames()).isEqualTo(10);
        }
    }

    /** What a decoder leaves of a frame that is wrong passes to it again. */
    @Test
    void whatWasNotTakenPassesAgain() throws Exception {
        ByteBuf in = preface();
        frame(in, DATA, 20);
        frame(in, DATA, 0);
        FrameGate gate = gate(0);
        in.skipBytes(gate.next(in));
        gate.passed(24);
        assertThat(gate.next(in)).isEqualTo(HEAD + 20);
        in.skipBytes(HEAD);
        gate.passed(HEAD);
        assertThat(pass(gate, in)).containsExactly(20, HEAD);
    }

    @Test
    void ofAFrameThatIsTooLargeTheHeadPasses() throws Exception {
        ByteBuf in = preface();
        in.writeMedium(16_385).writeByte(DATA).writeByte(0).writeInt(1);
        FrameGate gate = gate(0);
        in.skipBytes(gate.next(in));
        gate.passed(24);
        assertThat(gate.next(in)).isEqualTo(HEAD);
    }

    @Test
    void whatMovesNoRequestForwardIsCounted() throws Exception {
        ByteBuf in = preface();
        for (int i = 0; i < 4; i++) {
            frame(in, DATA, 1);
            frame(in, PING, 8);
        }
        assertThatThrownBy(() -> pass(gate(3), in))
                .isInstanceOfSatisfying(
                        Http2Exception.class,
                        e -> assertThat(e.error()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM));
    }
}
