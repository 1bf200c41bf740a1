package io.tako.transport.spine;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Bytes that come piece by piece, as one array in the end. It grows with what has come: a length
 * that was only announced costs nothing.
 */
public final class GrowingBytes {

    /** The most that one array holds, whatever the virtual machine. */
    public static final int MOST = Integer.MAX_VALUE - 8;

    /** What is made room for before anything has come. */
    public static final int FIRST = 8 * 1024;

    private static final int LEAST = 256;

    private final long announced;
    private byte[] bytes;
    private int count;

    /**
     * @param announced how many bytes will come if all is well, or -1
     */
    public GrowingBytes(long announced) {
        this.announced = announced;
        this.bytes = new byte[announced < 0 ? LEAST : (int) Math.min(announced, FIRST)];
    }

    /** How many bytes have come. */
    public int count() {
        return count;
    }

    /** Takes the bytes of the buffer, which stays the caller's; {@link #MOST} is not passed. */
    public void add(ByteBuf piece) {
        int more = piece.readableBytes();
        reserve(Math.addExact(count, more));
        piece.readBytes(bytes, count, more);
        count += more;
    }

    private void reserve(int needed) {
        if (needed <= bytes.length) {
            return;
        }
        long size = Math.max(needed, Math.max(LEAST, 2L * bytes.length));
        if (needed <= announced && announced <= 2 * size) {
            // A half of it at least was there: the rest makes the array what it is to be.
            size = announced;
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(size, MOST));
    }

    /** All of them, in an array that is not used here any more. */
    public byte[] take() {
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
