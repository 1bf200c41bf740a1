package io.tako.transport.http.body;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A body as a blocking stream; reading parks the virtual thread. */
final class IncomingStream extends InputStream {

    private final IncomingBody body;
    private @Nullable ByteBuf current;
    private boolean closed;

    IncomingStream(IncomingBody body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (length == 0) {
            return 0;
        }
        ByteBuf piece = current;
        if (piece == null) {
            piece = body.take();
            if (piece == null) {
                return -1;
            }
            current = piece;
        }
        int count = Math.min(length, piece.readableBytes());
        piece.readBytes(bytes, offset, count);
        if (!piece.isReadable()) {
            piece.release();
            current = null;
        }
        return count;
    }

    @Override
    public int available() {
        return current == null ? 0 : current.readableBytes();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (current != null) {
                current.release();
                current = null;
            }
            body.leave();
        }
    }
}
