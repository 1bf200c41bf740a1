package io.tako.conformance;

import com.jcraft.jzlib.Inflater;
import com.jcraft.jzlib.JZlib;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** The client's side of permessage-deflate: keeps to what was agreed on and no further. */
final class DeflatePeer {

    private static final byte[] TAIL = {0, 0, -1, -1};

    private final boolean ownTakeover;
    private final boolean serverTakeover;
    private final int serverWindow;
    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    private @Nullable Inflater inflater;

    /**
     * @param agreed what the server answered in {@code Sec-WebSocket-Extensions}
     */
    DeflatePeer(String agreed) {
        ownTakeover = !agreed.contains("client_no_context_takeover");
        serverTakeover = !agreed.contains("server_no_context_takeover");
        String window = agreed.replaceFirst(".*server_max_window_bits=(\\d+).*", "$1");
        serverWindow = window.equals(agreed) ? 15 : Integer.parseInt(window);
    }

    /** Compresses a message (RFC 7692, 7.2.1). */
    byte[] deflate(byte[] message) {
        deflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] step = new byte[4096];
        int count;
        do {
            count = deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH);
            out.write(step, 0, count);
        } while (count == step.length);
        if (!ownTakeover) {
            deflater.reset();
        }
        byte[] bytes = out.toByteArray();
        return Arrays.copyOf(bytes, bytes.length - TAIL.length);
    }

    /** Expands a message (RFC 7692, 7.2.2). */
    byte[] inflate(byte[] message) throws Exception {
        if (inflater == null || !serverTakeover) {
            inflater = new Inflater(serverWindow, true);
        }
        byte[] input = Arrays.copyOf(message, message.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, message.length, TAIL.length);
        inflater.setInput(input);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] step = new byte[4096];
        do {
            inflater.setOutput(step);
            int result = inflater.inflate(JZlib.Z_SYNC_FLUSH);
            if (result != JZlib.Z_OK && result != JZlib.Z_BUF_ERROR) {
                throw new IllegalStateException("not what deflate makes: " + result);
            }
            out.write(step, 0, step.length - inflater.avail_out);
        } while (inflater.avail_out == 0);
        return out.toByteArray();
    }
}
