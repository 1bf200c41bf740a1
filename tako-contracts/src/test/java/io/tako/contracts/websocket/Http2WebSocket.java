package io.tako.contracts.websocket;

import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawWebSocket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/**
 * A WebSocket on one stream of a raw HTTP/2 connection (RFC 8441). Whoever reads from it must be
 * the only one that reads from the connection meanwhile.
 */
public final class Http2WebSocket {

    private static final int LARGEST_FRAME = 16_384;
    private static final int DEFAULT_WINDOW = 65_535;

    private final Http2Client connection;
    private final int stream;
    private final InputStream in = new Data();
    private Map<String, String> head = Map.of();
    private long streamCredit;
    private long connectionCredit = DEFAULT_WINDOW;
    private boolean givesCredit = true;
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private boolean ended;
    private int resetBy = -1;

    private Http2WebSocket(Http2Client connection, int stream) {
        this.connection = connection;
        this.stream = stream;
    }

    /** Asks for a socket and reads what is answered. */
    public static Http2WebSocket open(
            Http2Client connection, int stream, String path, String... more) throws IOException {
        String[] fields =
                Http2Bytes.request(
                        "CONNECT", path, ":protocol", "websocket", "sec-websocket-version", "13");
        String[] all = Arrays.copyOf(fields, fields.length + more.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return open(connection, stream, all);
    }

    /** The same with these fields and no others. */
    public static Http2WebSocket open(Http2Client connection, int stream, String[] fields)
            throws IOException {
        Http2WebSocket socket = new Http2WebSocket(connection, stream);
        connection.send(Http2Bytes.frames().headers(stream, false, fields));
        while (socket.head.isEmpty() && !socket.ended) {
            socket.take();
        }
        socket.streamCredit += connection.serverSettings().getOrDefault(4, (long) DEFAULT_WINDOW);
        return socket;
    }

    /** The fields of the answer. */
    Map<String, String> head() {
        return head;
    }

    String status() {
        return head.getOrDefault(":status", "none");
    }

    /** From here on nothing the server sends is made up for by credit. */
    Http2WebSocket withoutCredit() {
        givesCredit = false;
        return this;
    }

    /** Gives the server credit on both windows. */
    void credit(int bytes) throws IOException {
        connection.send(Http2Bytes.frames().windowUpdate(0, bytes).windowUpdate(stream, bytes));
    }

    /** Sends bytes as the windows let them go, and no more once the server has ended the stream. */
    Http2WebSocket sendBytes(byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length && !ended; ) {
            int size = Math.min(bytes.length - at, room());
            if (size == 0) {
                take();
                continue;
            }
            byte[] part = Arrays.copyOfRange(bytes, at, at + size);
            connection.send(Http2Bytes.frames().frame(Http2Bytes.DATA, 0, stream, part));
            streamCredit -= size;
            connectionCredit -= size;
            at += size;
        }
        return this;
    }

    /** How many bytes can be sent now. */
    int room() {
        return (int) Math.min(LARGEST_FRAME, Math.min(streamCredit, connectionCredit));
    }

    /** Takes all credit the server gives for what it has read so far. */
    void settle(long ping) throws IOException {
        connection.send(Http2Bytes.frames().ping(ping));
        Http2Client.Frame frame = take();
        while (frame.type() != Http2Bytes.PING || !frame.flag(Http2Bytes.ACK)) {
            frame = take();
        }
    }

    Http2WebSocket send(String text) throws IOException {
        return send(RawWebSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    Http2WebSocket send(int head, byte[] payload) throws IOException {
        return sendBytes(RawWebSocket.cheapFrame(head, payload));
    }

    /** Ends sending without a close frame. */
    void end() throws IOException {
        connection.send(
                Http2Bytes.frames()
                        .frame(Http2Bytes.DATA, Http2Bytes.END_STREAM, stream, new byte[0]));
    }

    RawWebSocket.Frame read() throws IOException {
        return RawWebSocket.read(in);
    }

    String readText() throws IOException {
        return read().text();
    }

    /** Whether the server ends the stream without sending another byte, and without a reset. */
    boolean closed() throws IOException {
        return in.read() < 0 && resetBy < 0;
    }

    /** Reads one frame of the connection. */
    private Http2Client.Frame take() throws IOException {
        Http2Client.Frame frame = connection.read();
        if (frame == null) {
            throw new IOException("the connection was closed");
        }
        if (frame.type() == Http2Bytes.WINDOW_UPDATE) {
            long more = ByteBuffer.wrap(frame.payload()).getInt();
            connectionCredit += frame.stream() == 0 ? more : 0;
            streamCredit += frame.stream() == stream ? more : 0;
        } else if (frame.type() == Http2Bytes.HEADERS) {
            Map<String, String> fields = connection.fields(frame);
            head = frame.stream() == stream ? fields : head;
        }
        if (frame.stream() == stream) {
            boolean whole = frame.type() == Http2Bytes.HEADERS || frame.type() == Http2Bytes.DATA;
            ended |= whole && frame.flag(Http2Bytes.END_STREAM);
            if (frame.type() == Http2Bytes.DATA) {
                arrived.add(frame.payload());
            }
            if (frame.type() == Http2Bytes.RST_STREAM) {
                resetBy = frame.code();
                ended = true;
            }
        }
        return frame;
    }

    /** What the DATA frames of the stream carry. */
    private final class Data extends InputStream {

        private ByteArrayInputStream current = new ByteArrayInputStream(new byte[0]);

        @Override
        public int read() throws IOException {
            while (current.available() == 0) {
                byte[] data = arrived.poll();
                if (data == null) {
                    if (ended) {
                        return -1;
                    }
                    take();
                    continue;
                }
                current = new ByteArrayInputStream(data);
                if (givesCredit && data.length > 0) {
                    credit(data.length);
                }
            }
            return current.read();
        }
    }
}
