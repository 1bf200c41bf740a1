package io.tako.webflux;

import io.tako.contracts.peers.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests over HTTP/1.1 whose bytes nobody corrects. */
final class RawAsk {

    private static final int BLOCK = 8192;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private RawAsk() {}

    /** Asks for a place by a trick. */
    static Reply ask(int port, Place place, PathTrick trick, Caller caller) throws IOException {
        StringBuilder head = new StringBuilder();
        head.append(trick.method())
                .append(' ')
                .append(trick.target().apply(place.path()))
                .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        fields(head, trick.fieldsFor(place.path()));
        @Nullable String credentials = caller.credentials();
        if (credentials != null) {
            fields(head, List.of("Authorization", credentials));
        }
        fields(
                head,
                place.socket()
                        ? List.of(
                                "Connection", "Upgrade",
                                "Upgrade", "websocket",
                                "Sec-WebSocket-Key", RawWebSocket.KEY,
                                "Sec-WebSocket-Version", "13")
                        : List.of("Connection", "close"));
        return send(port, head.append("\r\n").toString(), place.secret(), PATIENCE_MILLIS);
    }

    private static void fields(StringBuilder head, List<String> fields) {
        for (int i = 0; i < fields.size(); i += 2) {
            head.append(fields.get(i)).append(": ").append(fields.get(i + 1)).append("\r\n");
        }
    }

    /**
     * Sends these bytes and reads until the answer is whole, the connection is closed, or nothing
     * has come for so many milliseconds.
     */
    static Reply send(int port, String latin1, String sought, int patience) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(patience);
            socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            byte[] block = new byte[BLOCK];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                received.write(block, 0, n);
                String text = received.toString(StandardCharsets.ISO_8859_1);
                if (text.contains(sought) || whole(text, latin1.startsWith("HEAD "))) {
                    break;
                }
            }
        } catch (SocketTimeoutException | SocketException over) {
            // Kept open, or reset by a server that did not want the rest: what came is the answer.
            return reply(received);
        }
        return reply(received);
    }

    private static boolean whole(String text, boolean headOnly) {
        int end = text.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(text);
        return end >= 0
                && (headOnly
                        || text.startsWith("HTTP/1.1 204")
                        || length.find()
                                && text.length() >= end + 4 + Integer.parseInt(length.group(1)));
    }

    private static Reply reply(ByteArrayOutputStream received) {
        String text = received.toString(StandardCharsets.ISO_8859_1);
        boolean has = text.startsWith("HTTP/1.") && text.length() > 12;
        return new Reply(has ? Integer.parseInt(text.substring(9, 12)) : 0, text);
    }
}
