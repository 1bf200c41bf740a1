package io.tako.tcp;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** How frames are told apart in a stream of bytes. Immutable. */
public sealed interface Framing {

    /** The largest limit of a frame's length in bytes: 1 GiB. */
    int MOST = 1 << 30;

    /**
     * The longest frame in bytes that is accepted; its delimiter does not count, its prefix does.
     */
    int maxLength();

    /** Lines that end with {@code LF} or {@code CR LF}; written with {@code LF}. */
    static Lines lines(int maxLength) {
        return new Lines(maxLength);
    }

    /**
     * Frames that end with a delimiter; where several are found the one that makes the shortest
     * frame is meant.
     */
    static Delimited delimited(int maxLength, byte[]... delimiters) {
        return new Delimited(maxLength, Arrays.asList(delimiters));
    }

    /**
     * Frames behind their length, the length itself not counted, highest byte first.
     *
     * @param lengthBytes how many bytes tell it: 1, 2, 3, 4 or 8
     */
    static LengthPrefixed lengthPrefixed(int maxLength, int lengthBytes) {
        return new LengthPrefixed(maxLength, lengthBytes, false, ByteOrder.BIG_ENDIAN);
    }

    /** See {@link Framing#lines}. */
    record Lines(int maxLength) implements Framing {
        public Lines {
            requireMaxLength(maxLength);
        }
    }

    /** See {@link Framing#delimited}. */
    record Delimited(int maxLength, List<byte[]> delimiters) implements Framing {
        public Delimited {
            requireMaxLength(maxLength);
            delimiters = delimiters.stream().map(byte[]::clone).toList();
            if (delimiters.isEmpty() || delimiters.stream().anyMatch(one -> one.length == 0)) {
                throw new IllegalArgumentException(
                        "delimiters: none, or an empty one (expected: at least one, of at least a"
                                + " byte)");
            }
        }
    }

    /**
     * See {@link Framing#lengthPrefixed}.
     *
     * @param includesPrefix whether the length counts its own bytes, too
     */
    record LengthPrefixed(
            int maxLength, int lengthBytes, boolean includesPrefix, ByteOrder byteOrder)
            implements Framing {
        public LengthPrefixed {
            requireMaxLength(maxLength);
            Objects.requireNonNull(byteOrder, "byteOrder");
            if (!List.of(1, 2, 3, 4, 8).contains(lengthBytes)) {
                throw new IllegalArgumentException(
                        "lengthBytes: " + lengthBytes + " (expected: 1, 2, 3, 4 or 8)");
            }
        }

        /** The same, with the lowest byte of the length first. */
        public LengthPrefixed littleEndian() {
            return new LengthPrefixed(
                    maxLength, lengthBytes, includesPrefix, ByteOrder.LITTLE_ENDIAN);
        }

        /** The same, with a length that counts its own bytes, too. */
        public LengthPrefixed includingPrefix() {
            return new LengthPrefixed(maxLength, lengthBytes, true, byteOrder);
        }
    }

    private static void requireMaxLength(int maxLength) {
        if (maxLength < 1 || maxLength > MOST) {
            throw new IllegalArgumentException(
                    "maxLength: " + maxLength + " (expected: 1 to " + MOST + ")");
        }
    }
}
