package io.tako.transport.admission;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Whether bytes begin with a PROXY header, and where it ends. */
enum HeaderFrame {

    /** There is none. */
    NONE,

    /** It cannot be told yet. */
    UNDECIDED,

    /** A line of version 1. */
    TEXT,

    /** A block of version 2. */
    BINARY;

    /** Of version 2, before its addresses. */
    static final int FIXED_BYTES = 16;

    /** Of a line, its end included (section 2.1). */
    private static final int MAX_LINE = 107;

    private static final int LENGTH_OFFSET = 14;
    private static final int INCOMPLETE = -1;

    private static final byte[] TEXT_PREFIX = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BINARY_PREFIX = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };

    /** What the bytes begin with. */
    static HeaderFrame look(ByteBuf in) {
        if (begins(in, TEXT_PREFIX)) {
            return in.readableBytes() < TEXT_PREFIX.length ? UNDECIDED : TEXT;
        }
        if (begins(in, BINARY_PREFIX)) {
            return in.readableBytes() < BINARY_PREFIX.length ? UNDECIDED : BINARY;
        }
        return NONE;
    }

    private static boolean begins(ByteBuf in, byte[] prefix) {
        int seen = Math.min(in.readableBytes(), prefix.length);
        for (int i = 0; i < seen; i++) {
            if (in.getByte(in.readerIndex() + i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many bytes the header that they begin with has; negative if that has not come wholly.
     *
     * @param max bytes of a header of version 2
     * @throws BadHeaderException if it is too long
     */
    int length(ByteBuf in, int max) throws BadHeaderException {
        return this == TEXT ? lineLength(in) : blockLength(in, max);
    }

    private static int lineLength(ByteBuf in) throws BadHeaderException {
        int looked = Math.min(in.readableBytes(), MAX_LINE);
        int end = in.indexOf(in.readerIndex(), in.readerIndex() + looked, (byte) '\n');
        if (end >= 0) {
            return end + 1 - in.readerIndex();
        }
        if (looked == MAX_LINE) {
            throw new BadHeaderException("its line is longer than " + MAX_LINE + " bytes");
        }
        return INCOMPLETE;
    }

    /** What it says of its length is judged before the rest is waited for. */
    private static int blockLength(ByteBuf in, int max) throws BadHeaderException {
        if (in.readableBytes() < FIXED_BYTES) {
            return INCOMPLETE;
        }
        int length = FIXED_BYTES + in.getUnsignedShort(in.readerIndex() + LENGTH_OFFSET);
        if (length > max) {
            throw new BadHeaderException(
                    "it has " + length + " bytes, of which " + max + " are allowed");
        }
        return in.readableBytes() < length ? INCOMPLETE : length;
    }
}
