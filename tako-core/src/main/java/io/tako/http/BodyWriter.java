package io.tako.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The way a streaming body reaches the peer. Writing parks the calling virtual thread while the
 * peer takes less than it is sent, so memory stays flat whatever the speeds.
 *
 * <p>A writer belongs to one thread at a time. Every method throws {@link ClientGoneException} once
 * the peer has left.
 */
public interface BodyWriter {

    /** Sends bytes; the array may be reused as soon as the method returns. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Sends all bytes of the array. */
    default void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /** Sends what was written so far on its way without waiting for more. */
    void flush() throws IOException;

    /** Whether the peer is still there. */
    boolean open();

    /** The same writer as a stream; closing it flushes and ends nothing else. */
    default OutputStream outputStream() {
        return new BodyOutputStream(this);
    }
}
