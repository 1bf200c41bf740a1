package io.tako.contracts.websocket;

import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawWebSocket;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;

/** A WebSocket on a connection of its own, over either version of HTTP. */
abstract sealed class VersionedSocket implements AutoCloseable {

    private static final int STREAM = 1;

    /** Opens a socket, with one further field or none. */
    static VersionedSocket open(Version version, int port, String path, String... field)
            throws IOException {
        if (version == Version.HTTP_1_1) {
            String line = field.length == 0 ? "" : field[0] + ": " + field[1] + "\r\n";
            return new Upgraded(RawWebSocket.open(port, path, line));
        }
        Http2Client connection = Http2Client.connect(port);
        return new Stream(connection, Http2WebSocket.open(connection, STREAM, path, field));
    }

    /** Sends bytes as they stand. */
    abstract VersionedSocket sendBytes(byte[] bytes) throws IOException;

    abstract RawWebSocket.Frame read() throws IOException;

    /** Loses the connection, or resets the stream, without a close frame. */
    abstract void lose() throws IOException;

    VersionedSocket send(int head, byte[] payload) throws IOException {
        return sendBytes(RawWebSocket.cheapFrame(head, payload));
    }

    VersionedSocket send(String text) throws IOException {
        return send(RawWebSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    VersionedSocket sendClose(int code, String reason) throws IOException {
        return send(RawWebSocket.CLOSE, RawWebSocket.closePayload(code, reason));
    }

    /** Reads to the close frame, passing over what comes before, and returns its code. */
    int readClose() throws IOException {
        RawWebSocket.Frame frame = read();
        while (frame.head() != RawWebSocket.CLOSE) {
            frame = read();
        }
        return frame.closeCode();
    }

    @Override
    public abstract void close() throws IOException;

    /** What a connection of HTTP/1.1 was upgraded to. */
    private static final class Upgraded extends VersionedSocket {

        private final RawWebSocket socket;

        private Upgraded(RawWebSocket socket) {
            this.socket = socket;
        }

        @Override
        VersionedSocket sendBytes(byte[] bytes) throws IOException {
            socket.sendBytes(bytes);
            return this;
        }

        @Override
        RawWebSocket.Frame read() throws IOException {
            return socket.read();
        }

        @Override
        void lose() throws IOException {
            socket.client().reset();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A stream of HTTP/2. */
    private static final class Stream extends VersionedSocket {

        private static final int CANCEL = 8;

        private final Http2Client connection;
        private final Http2WebSocket socket;

        private Stream(Http2Client connection, Http2WebSocket socket) {
            this.connection = connection;
            this.socket = socket;
        }

        @Override
        VersionedSocket sendBytes(byte[] bytes) throws IOException {
            socket.sendBytes(bytes);
            return this;
        }

        @Override
        RawWebSocket.Frame read() throws IOException {
            return socket.read();
        }

        @Override
        void lose() throws IOException {
            connection.send(Http2Bytes.frames().reset(STREAM, CANCEL));
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
