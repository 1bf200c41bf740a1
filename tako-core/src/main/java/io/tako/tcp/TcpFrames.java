package io.tako.tcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A {@link TcpConnection} in frames. The connection's rules for threads hold. */
public interface TcpFrames {

    /**
     * The next frame without its delimiter or prefix, or null at the end of input. Waits as {@link
     * TcpConnection#read()} does.
     *
     * @throws FrameException if it is longer than the framing allows, or none
     * @throws InputEndedException if the input ends within a frame; a last line without its end is
     *     such a frame
     */
    byte @Nullable [] read() throws IOException;

    /** The next frame as UTF-8 text; what is none is replaced by U+FFFD. */
    default @Nullable String readText() throws IOException {
        byte[] frame = read();
        return frame == null ? null : new String(frame, StandardCharsets.UTF_8);
    }

    /**
     * Writes a frame, with its delimiter or prefix, as {@link TcpConnection#write(byte[])} does.
     * The first delimiter of several is used.
     *
     * @throws IllegalArgumentException if its length does not fit into the prefix
     */
    void write(byte[] frame) throws IOException;

    /** Writes a frame of UTF-8 text. */
    default void writeText(String frame) throws IOException {
        write(frame.getBytes(StandardCharsets.UTF_8));
    }

    /** The frames as a stream, under the rules of {@link TcpConnection#flux()}. */
    Flux<byte[]> flux();
}
