package io.tako.contracts.http;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * A GiB in pieces of one MiB, each with its number in front, so that a lost or swapped piece shows.
 */
final class GibibyteContent {

    static final int PIECE = 1 << 20;
    static final int PIECES = 1024;
    static final long SIZE = (long) PIECE * PIECES;

    private final byte[] piece = new byte[PIECE];

    GibibyteContent() {
        new Random(1).nextBytes(piece);
    }

    /** The piece of that number, valid until the next one is asked for. */
    byte[] piece(int number) {
        ByteBuffer.wrap(piece).putInt(0, number);
        return piece;
    }

    /** What {@link #summary} says of all pieces. */
    static String expected() {
        GibibyteContent content = new GibibyteContent();
        CRC32C sum = new CRC32C();
        for (int i = 0; i < PIECES; i++) {
            sum.update(content.piece(i));
        }
        return summary(SIZE, sum);
    }

    static String summary(long size, CRC32C sum) {
        return size + " bytes, " + Long.toHexString(sum.getValue());
    }
}
