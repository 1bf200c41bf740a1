package io.tako.transport.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliEncoderChannel;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Brotli (RFC 7932) as a stream. The library's own stream closes itself when its thread is
 * interrupted, which a thread that is asked to end its work still needs. Loaded only where the
 * library is there.
 */
final class Brotli extends OutputStream {

    /** A quality for content made on demand; the library's default is for files made once. */
    private static final int QUALITY = 4;

    /** A window of 256 KiB, so that a stream holds little memory for as long as it lives. */
    private static final int WINDOW_BITS = 18;

    private static final int INPUT = 4096;

    private final OutputStream out;
    private final BrotliEncoderChannel encoder;

    Brotli(OutputStream out) throws IOException {
        this.out = out;
        this.encoder =
                new BrotliEncoderChannel(
                        new Destination(out),
                        Encoder.Parameters.create(QUALITY, WINDOW_BITS),
                        INPUT);
    }

    static void ensureAvailable() {
        Brotli4jLoader.ensureAvailability();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
        while (source.hasRemaining()) {
            encoder.write(source);
        }
    }

    @Override
    public void flush() throws IOException {
        encoder.flush();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        encoder.close();
    }

    /** Takes all it is given, as the encoder expects. */
    private record Destination(OutputStream out) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) throws IOException {
            byte[] piece = new byte[source.remaining()];
            source.get(piece);
            out.write(piece);
            return piece.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
