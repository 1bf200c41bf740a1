package io.tako.contracts.http;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of five GiB that takes a few blocks on the disk. At places that are asked for it holds a
 * byte of their own, so that bytes of another place show.
 */
final class SparseFile {

    static final long SIZE = 5L << 30;

    private final Path path;

    private SparseFile(Path path) {
        this.path = path;
    }

    /** Makes one with marks around these places. */
    static SparseFile with(Path path, long... places) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(SIZE);
            for (long place : places) {
                long from = Math.clamp(place - 16, 0, SIZE - 32);
                file.seek(from);
                for (int i = 0; i < 32; i++) {
                    file.write(mark(from + i));
                }
            }
        }
        return new SparseFile(path);
    }

    /** Differs by every bit of the place, and is never the 0 of a hole. */
    private static int mark(long place) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(place).array();
        return 1 + (Arrays.hashCode(bytes) & 0x7fff_ffff) % 255;
    }

    Path path() {
        return path;
    }

    /** What is there. */
    byte[] read(long from, int length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[length];
            file.seek(from);
            file.readFully(bytes);
            return bytes;
        }
    }
}
