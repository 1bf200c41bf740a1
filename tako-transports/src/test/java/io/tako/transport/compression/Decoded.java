package io.tako.transport.compression;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** What a client makes of compressed bytes. */
final class Decoded {

    private Decoded() {}

    /** The whole content; bytes that end too early are an error. */
    static byte[] whole(String token, byte[] bytes) throws IOException {
        try (InputStream in = stream(token, new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    /** What can be read of bytes whose end is still to come. */
    static byte[] soFar(String token, byte[] bytes, int length) throws IOException {
        byte[] content = new byte[length];
        try (InputStream in = stream(token, new ByteArrayInputStream(bytes))) {
            // One by one, because streams like to read ahead of what they were asked for.
            for (int i = 0; i < length; i++) {
                int one = in.read();
                if (one < 0) {
                    throw new EOFException("after " + i + " of " + length);
                }
                content[i] = (byte) one;
            }
        }
        return content;
    }

    private static InputStream stream(String token, InputStream in) throws IOException {
        return switch (token) {
            case "br" -> {
                BrotliInputStream brotli = new BrotliInputStream(in);
                brotli.enableEagerOutput();
                yield brotli;
            }
            case "zstd" -> new ZstdInputStreamNoFinalizer(in);
            case "gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> throw new IOException("no coding: " + token);
        };
    }
}
