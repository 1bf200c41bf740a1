package io.tako.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** A {@link BodyWriter} in the shape libraries know; gathers single bytes before it writes them. */
final class BodyOutputStream extends OutputStream {

    private static final int GATHER = 8192;

    private final BodyWriter out;
    private final byte[] gathered = new byte[GATHER];
    private int count;

    BodyOutputStream(BodyWriter out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        if (count == GATHER) {
            pass();
        }
        gathered[count++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > GATHER - count) {
            pass();
        }
        if (length >= GATHER) {
            out.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, gathered, count, length);
            count += length;
        }
    }

    @Override
    public void flush() throws IOException {
        pass();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    private void pass() throws IOException {
        if (count > 0) {
            out.write(gathered, 0, count);
            count = 0;
        }
    }
}
