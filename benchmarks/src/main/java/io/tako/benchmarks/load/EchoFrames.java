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

    private final byte[] answer;
    private final ByteBuf batch;
    private final int sentLength;

    /** For a client that sends up to so many messages at once. */
    EchoFrames(int window) {
        byte[] text = Message.HELLO.getBytes(StandardCharsets.UTF_8);
        answer =
                Unpooled.buffer(2 + text.length)
                        .writeByte(FINAL_TEXT)
                        .writeByte(text.length)
                        .writeBytes(text)
                        .array();
        sentLength = answer.length + MASK.length;
        ByteBuf frames = Unpooled.directBuffer(window * sentLength);
        for (int i = 0; i < window; i++) {
            frames.writeByte(FINAL_TEXT).writeByte(MASKED | text.length).writeBytes(MASK);
            for (int j = 0; j < text.length; j++) {
                frames.writeByte(text[j] ^ MASK[j % MASK.length]);
            }
        }
        batch = frames;
    }

    /**
     * So many messages as a client sends them (RFC 6455 section 5.3), for the caller to release.
     */
    ByteBuf messages(int count) {
        return batch.retainedSlice(0, count * sentLength);
    }

    /** No messages are asked for after this. */
    void release() {
        batch.release();
    }

    /** The end of a connection, as a client sends it. */
    ByteBuf close() {
        return Unpooled.buffer()
                .writeByte(CLOSE)
                .writeByte(MASKED | Short.BYTES)
                .writeBytes(MASK)
                .writeByte(NORMAL >> Byte.SIZE ^ MASK[0])
                .writeByte(NORMAL ^ MASK[1]);
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
