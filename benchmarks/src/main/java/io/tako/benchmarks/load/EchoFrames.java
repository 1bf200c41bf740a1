package io.tako.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tako.benchmarks.Message;
import java.nio.charset.StandardCharsets;

/**
 * The frames of the one text that is sent, ready to be written and compared: a client that encoded
 * and decoded each would be as slow as the fastest server.
 */
final class EchoFrames {
    private static final int FINAL_TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int NORMAL = 1000;
    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x5A, 0x17, (byte) 0xC3, 0x69};
    private static final byte[] TEXT = Message.HELLO.getBytes(StandardCharsets.UTF_8);

    private final byte[] answer;
    private final ByteBuf batch;
    private final ByteBuf close;
    private final int sentLength;

    private EchoFrames(byte[] sent, byte[] answer, ByteBuf close, int window) {
        this.answer = answer;
        this.close = close;
        sentLength = sent.length;
        batch = Unpooled.directBuffer(window * sentLength);
        for (int i = 0; i < window; i++) {
            batch.writeBytes(sent);
        }
    }

    /** Text alone, for a client that sends up to so many at once. */
    static EchoFrames raw(int window) {
        return new EchoFrames(TEXT, TEXT, Unpooled.EMPTY_BUFFER, window);
    }

    /** As a client sends them and a server answers them (RFC 6455 section 5). */
    static EchoFrames webSocket(int window) {
        byte[] answer =
                Unpooled.buffer(2 + TEXT.length)
                        .writeByte(FINAL_TEXT)
                        .writeByte(TEXT.length)
                        .writeBytes(TEXT)
                        .array();
        ByteBuf sent =
                Unpooled.buffer(answer.length + MASK.length)
                        .writeByte(FINAL_TEXT)
                        .writeByte(MASKED | TEXT.length)
                        .writeBytes(MASK);
        for (int i = 0; i < TEXT.length; i++) {
            sent.writeByte(TEXT[i] ^ MASK[i % MASK.length]);
        }
        ByteBuf close =
                Unpooled.buffer()
                        .writeByte(CLOSE)
                        .writeByte(MASKED | Short.BYTES)
                        .writeBytes(MASK)
                        .writeByte(NORMAL >> Byte.SIZE ^ MASK[0])
                        .writeByte(NORMAL ^ MASK[1]);
        return new EchoFrames(sent.array(), answer, close, window);
    }

    /** So many messages as a client sends them, for the caller to release. */
    ByteBuf messages(int count) {
        return batch.retainedSlice(0, count * sentLength);
    }

    /** No messages are asked for after this. */
    void release() {
        batch.release();
        close.release();
    }

    /** What a client says at the end of a connection, before it closes it. */
    ByteBuf close() {
        return close.retainedDuplicate();
    }

    /** Bytes of a message as a server sends it. */
    int length() {
        return answer.length;
    }

    /** Whether a byte is the one at that place of the answer. */
    boolean matches(byte value, int place) {
        return answer[place] == value;
    }
}
