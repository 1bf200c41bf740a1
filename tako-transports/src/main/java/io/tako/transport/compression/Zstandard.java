package io.tako.transport.compression;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.io.OutputStream;

/** Zstandard (RFC 8878) as a stream. Loaded only where the library is there. */
final class Zstandard {

    private static final int LEVEL = 3;

    /**
     * A window of 256 KiB, so that a stream holds little memory for as long as it lives; clients
     * take up to 8 MiB (RFC 9659).
     */
    private static final int WINDOW_BITS = 18;

    private Zstandard() {}

    static void ensureAvailable() {
        Native.load();
    }

    static OutputStream over(OutputStream out) throws IOException {
        return new ZstdOutputStreamNoFinalizer(out, LEVEL).setWindowLog(WINDOW_BITS);
    }
}
