package io.tako.transport.websocket;

import io.tako.websocket.Deflate;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages (RFC 7692 section 7.2.1) on the threads that send them, one at a time, for
 * each may refer to the ones before. Safe for any thread.
 */
final class Deflation {

    private static final int TAIL = 4;
    private static final int LARGEST_WINDOW = 15;
    private static final int STEP = 8 * 1024;

    private final boolean takeover;
    private final int window;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Deflater deflater;
    private volatile boolean ended;

    Deflation(Deflate agreed) {
        this.takeover = agreed.serverTakeover();
        // The JDK's window cannot be made smaller. Starting afresh after as many bytes as the
        // window has cannot refer back any further either, and compresses a little less.
        this.window =
                agreed.serverWindowBits() == LARGEST_WINDOW
                        ? Integer.MAX_VALUE
                        : 1 << agreed.serverWindowBits();
    }

    /** Compresses a payload and hands it on before any other is compressed. */
    void compress(byte[] payload, Consumer<byte[]> next) {
        lock.lock();
        try {
            if (!ended) {
                next.accept(compress(payload));
            }
        } finally {
            lock.unlock();
            if (ended) {
                release();
            }
        }
    }

    private byte[] compress(byte[] payload) {
        if (deflater == null) {
            deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length / 2 + 64);
        byte[] step = new byte[Math.min(STEP, payload.length + 64)];
        for (int at = 0; at < payload.length; at += Math.min(window, payload.length - at)) {
            int length = Math.min(window, payload.length - at);
            deflater.setInput(payload, at, length);
            int mode = window == Integer.MAX_VALUE ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
            int count;
            do {
                count = deflater.deflate(step, 0, step.length, mode);
                out.write(step, 0, count);
            } while (count == step.length);
        }
        if (!takeover) {
            // Nothing is to be remembered, so no memory is held for it.
            deflater.end();
            deflater = null;
        }
        byte[] bytes = out.toByteArray();
        return Arrays.copyOf(bytes, bytes.length - TAIL);
    }

    /** Gives the memory back, once whoever compresses now is through. Never waits. */
    void end() {
        ended = true;
        release();
    }

    private void release() {
        if (lock.tryLock()) {
            try {
                if (deflater != null) {
                    deflater.end();
                    deflater = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
