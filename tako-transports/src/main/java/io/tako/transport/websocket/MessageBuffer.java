package io.tako.transport.websocket;

import io.tako.websocket.CloseCode;
import java.util.Arrays;

/** The bytes of a message that comes in parts, up to a limit. */
final class MessageBuffer {

    private static final int LEAST = 1024;

    private final int limit;
    private byte[] bytes = new byte[0];
    private int count;

    MessageBuffer(int limit) {
        this.limit = limit;
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return count;
    }

    /** How many bytes can be written behind {@link #size()}. */
    int free() {
        return bytes.length - count;
    }

    /**
     * Makes room for bytes whose number is not known, one more than the limit allows at most, so
     * that what is beyond it shows. At the limit there is no more room to make, and nothing is
     * copied.
     */
    void room(int more) {
        if (free() < more && bytes.length <= limit) {
            int wanted = Math.max(Math.max(LEAST, bytes.length * 2), count + more);
            bytes = Arrays.copyOf(bytes, Math.min(wanted, limit + 1));
        }
    }

    /** Bytes were written behind {@link #size()}. */
    void grown(int more) throws SocketFailure {
        check(more);
        count += more;
    }

    void add(byte[] part) throws SocketFailure {
        check(part.length);
        room(part.length);
        System.arraycopy(part, 0, bytes, count, part.length);
        count += part.length;
    }

    /** Throws unless so many more fit. */
    void check(int more) throws SocketFailure {
        if (more > limit - count) {
            throw new SocketFailure(
                    CloseCode.TOO_BIG, "the message is larger than " + limit + " bytes");
        }
    }

    byte[] take() {
        byte[] whole = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        bytes = new byte[0];
        count = 0;
        return whole;
    }
}
