package io.tako.http;

import java.nio.file.Path;
import java.util.Objects;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;

/** The body of a response, in the shapes a transport can send best. */
public sealed interface Body {

    /** No body at all. */
    Body EMPTY = new Empty();

    /** The length in bytes, or -1 if it is known only once it was written. */
    long length();

    /** A body of the given bytes, which must not change afterwards. */
    static Body of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes);
    }

    /** No body. */
    record Empty() implements Body {
        @Override
        public long length() {
            return 0;
        }
    }

    /**
     * Bytes in memory.
     *
     * @param array the bytes, not copied
     */
    record Bytes(byte[] array) implements Body {
        public Bytes {
            Objects.requireNonNull(array, "array");
        }

        @Override
        public long length() {
            return array.length;
        }
    }

    /**
     * A part of a file, sent without passing through the heap where the transport can.
     *
     * @param path the file; it must not shrink while it is sent
     * @param position the first byte sent, from 0
     * @param length how many bytes are sent
     */
    record File(Path path, long position, long length) implements Body {
        public File {
            Objects.requireNonNull(path, "path");
            if (position < 0 || length < 0) {
                throw new IllegalArgumentException(
                        "position: " + position + ", length: " + length + " (expected: >= 0)");
            }
        }
    }

    /**
     * A body written by a callback on a virtual thread, which parks while the peer is slow.
     *
     * @param writer writes the body
     * @param length the length in bytes if it is known, else -1
     */
    record Streaming(StreamingBody writer, long length) implements Body {
        public Streaming {
            Objects.requireNonNull(writer, "writer");
            if (length < -1) {
                throw new IllegalArgumentException("length: " + length + " (expected: >= -1)");
            }
        }
    }

    /**
     * A body that publishers bring, one after the other, as fast as the peer takes it. What has
     * come is sent without waiting for more. Buffers are released once they were sent.
     *
     * @param content brings publishers of the body's parts
     * @param length the length in bytes if it is known, else -1
     */
    record Published(Publisher<? extends Publisher<? extends DataBuffer>> content, long length)
            implements Body {
        public Published {
            Objects.requireNonNull(content, "content");
            if (length < -1) {
                throw new IllegalArgumentException("length: " + length + " (expected: >= -1)");
            }
        }
    }

    /**
     * No body: after the head the connection, or its stream, speaks another protocol (RFC 9110
     * section 7.8, RFC 8441). The status says whether it does: 101, or 200 to CONNECT; with any
     * other this counts as no body.
     */
    non-sealed interface Upgrade extends Body {

        /** The protocol's name in {@code Upgrade} and {@code :protocol}. */
        String protocol();

        @Override
        default long length() {
            return 0;
        }
    }
}
