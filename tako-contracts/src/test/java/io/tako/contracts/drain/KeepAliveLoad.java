package io.tako.contracts.drain;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;

/**
 * Requests over connections of HTTP/1.1 that are kept, GET and POST in turn, some after a pause. A
 * connection that was closed before a request is not used for it (RFC 9112 section 9.6); one that
 * breaks after a request was sent has failed it, unless the answer before said that it was the
 * last.
 */
final class KeepAliveLoad extends Load {

    private static final int LONGEST_PAUSE_MILLIS = 50;

    private final byte[] get;
    private final byte[] post;
    private final boolean pauses;

    KeepAliveLoad(Door door, Tally tally, Target target, boolean pauses) {
        super(door, tally);
        this.get = bytes("GET " + target.get() + " HTTP/1.1\r\nHost: h\r\n\r\n");
        this.post =
                bytes(
                        "POST "
                                + target.post()
                                + " HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n"
                                + "Content-Length: "
                                + target.body().length()
                                + "\r\n\r\n"
                                + target.body());
        this.pauses = pauses;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    void connection() throws IOException {
        Door.Connected connected = door.connect(PATIENCE_MILLIS);
        try (Socket socket = connected.socket()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (long sent = 0; !ended(); sent++) {
                if (pauses) {
                    int millis = ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                }
                if (sent > 0 && closed(connected)) {
                    return;
                }
                socket.getOutputStream().write(sent % 2 == 0 ? get : post);
                boolean last = answer(in, sent);
                tally.answered();
                if (last) {
                    tally.saidClose();
                    return;
                }
            }
        }
    }

    /** Whether the server has closed the connection while nothing was asked. */
    private static boolean closed(Door.Connected connected) throws IOException {
        return connected.socket() instanceof SSLSocket encrypted
                ? closed(connected.channel(), encrypted)
                : closed(connected.channel());
    }

    private static boolean closed(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        try {
            int read = channel.read(ByteBuffer.allocate(1));
            if (read > 0) {
                throw new IOException("an answer to nothing");
            }
            return read < 0;
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** Over TLS what comes may be a session ticket; the end is an alert (RFC 8446 section 6.1). */
    private static boolean closed(SocketChannel channel, SSLSocket encrypted) throws IOException {
        if (channel.socket().getInputStream().available() == 0) {
            return false;
        }
        encrypted.setSoTimeout(1);
        try {
            if (encrypted.getInputStream().read() >= 0) {
                throw new IOException("an answer to nothing");
            }
            return true;
        } catch (SocketTimeoutException ticket) {
            return false;
        } finally {
            encrypted.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Reads one answer; whether it is the last. */
    private static boolean answer(InputStream in, long before) throws IOException {
        String status = line(in, before);
        if (!status.startsWith("HTTP/1.1 2")) {
            throw new IOException("answered " + status);
        }
        int length = 0;
        boolean last = false;
        for (String field = line(in, before); !field.isEmpty(); field = line(in, before)) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            if (lower.startsWith("transfer-encoding:")) {
                throw new IOException("an answer without a length");
            }
            last |= lower.startsWith("connection:") && lower.contains("close");
        }
        if (in.readNBytes(length).length < length) {
            throw new EOFException("ended within a body");
        }
        return last;
    }

    private static String line(InputStream in, long before) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("ended in the answer to request " + (before + 1));
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
