package io.tako.transport.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One content coding that this process can apply.
 *
 * @param token its name in {@code Accept-Encoding} and {@code Content-Encoding}
 * @param format makes a compressing stream over another one
 */
record Coding(String token, Format format) {

    /** A class of the library for Brotli, which need not be there. */
    static final String BROTLI = "com.aayushatharva.brotli4j.Brotli4jLoader";

    /** A class of the library for Zstandard, which need not be there. */
    static final String ZSTANDARD = "com.github.luben.zstd.util.Native";

    private static final Logger log = LoggerFactory.getLogger(Coding.class);

    /** The codings of this process, those that compress best first. */
    static final List<Coding> AVAILABLE = available();

    Coding {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(format, "format");
    }

    /** Closing the stream ends the compressed data and gives back native memory. */
    OutputStream over(OutputStream out) throws IOException {
        return format.over(out);
    }

    static Coding gzip() {
        return new Coding("gzip", out -> new GZIPOutputStream(out, 4096, true));
    }

    /** The zlib format, which is what the name stands for (RFC 9110 section 8.4.1.2). */
    static Coding deflate() {
        return new Coding("deflate", Deflated::new);
    }

    private static List<Coding> available() {
        List<Coding> codings = new ArrayList<>();
        if (loads(BROTLI, () -> Brotli.ensureAvailable())) {
            codings.add(new Coding("br", Brotli::new));
        }
        if (loads(ZSTANDARD, () -> Zstandard.ensureAvailable())) {
            codings.add(new Coding("zstd", Zstandard::over));
        }
        codings.add(gzip());
        codings.add(deflate());
        return List.copyOf(codings);
    }

    /** A library that is not there is no news; one that is there and does not work is. */
    private static boolean loads(String library, Runnable check) {
        try {
            Class.forName(library, false, Coding.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            return false;
        }
        try {
            check.run();
            return true;
        } catch (RuntimeException | LinkageError e) {
            log.warn("{} is there, but its native library cannot be used", library, e);
            return false;
        }
    }

    /** Makes compressing streams. */
    @FunctionalInterface
    interface Format {
        OutputStream over(OutputStream out) throws IOException;
    }

    /** Gives the compressor back, which the JDK's own stream does for one it made itself only. */
    private static final class Deflated extends DeflaterOutputStream {

        Deflated(OutputStream out) {
            super(out, new Deflater(), 4096, true);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                def.end();
            }
        }
    }
}
