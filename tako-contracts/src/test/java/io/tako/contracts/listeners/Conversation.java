package io.tako.contracts.listeners;

import static io.tako.contracts.listeners.ConversationServer.AT_LAST;
import static io.tako.contracts.listeners.ConversationServer.ENDLESS;
import static io.tako.contracts.listeners.ConversationServer.PIECE;
import static io.tako.contracts.listeners.ConversationServer.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A connection to a {@link ConversationServer} in one protocol, as its peer has it. */
abstract class Conversation implements AutoCloseable {

    private final Socket socket;

    private Conversation(Socket socket) {
        this.socket = socket;
    }

    /** What a conversation is in. */
    enum Protocol {
        H1("http/1.1"),
        H2C(""),
        H2("h2"),
        WEBSOCKET("http/1.1"),
        SSE("http/1.1"),
        RAW("");

        private final String alpn;

        Protocol(String alpn) {
            this.alpn = alpn;
        }

        /** What TLS is to agree on; empty if nothing is. */
        String alpn() {
            return alpn;
        }

        /** Whether it is spoken over a transport: HTTP/2 has a name of its own over TLS. */
        boolean spokenOver(Transport transport) {
            return this != (transport.encrypted() ? H2C : H2);
        }

        /** Begins over a socket that is connected, and encrypted if it has to be. */
        Conversation begin(Socket socket) throws IOException {
            return switch (this) {
                case H1 -> new Http1(socket);
                case H2C, H2 -> new Http2(socket);
                case WEBSOCKET -> new OverWebSocket(socket);
                case SSE -> new Events(socket);
                case RAW -> new Raw(socket);
            };
        }
    }

    /** Sends at most {@link ConversationServer#PIECE} bytes and returns what is sent back. */
    abstract byte[] exchange(byte[] message) throws IOException;

    /** Asks for pieces without an end. */
    abstract void askForPieces() throws IOException;

    /** Reads one of them. */
    abstract byte[] nextPiece() throws IOException;

    /** Has the handler wait. */
    abstract void askToWait() throws IOException;

    /**
     * The server has begun to drain while the handler waits: what was asked is answered, if there
     * is an answer, the peer is told that it is over, and the connection ends.
     *
     * @param leave has the handler of a request answer
     */
    abstract void endPolitely(Runnable leave) throws IOException;

    /** Leaves so that the server can tell at once: who only ends its sending may wait for more. */
    void leave() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String post(String path, byte[] body) {
        return "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, body.length);
    }

    private static String get(String path) {
        return "GET %s HTTP/1.1\r\nHost: h\r\n\r\n".formatted(path);
    }

    private static final class Http1 extends Conversation {

        private final RawClient client;

        Http1(Socket socket) throws IOException {
            super(socket);
            client = RawClient.over(socket);
        }

        @Override
        byte[] exchange(byte[] message) throws IOException {
            return client.send(post("/echo", message)).send(message).reply().body();
        }

        @Override
        void askForPieces() throws IOException {
            assertThat(client.send(get("/endless")).reply(true).status()).isEqualTo(200);
        }

        @Override
        byte[] nextPiece() throws IOException {
            return client.in().readNBytes(PIECE);
        }

        @Override
        void askToWait() throws IOException {
            client.send(get("/wait"));
        }

        @Override
        void leave() throws IOException {
            client.reset();
        }

        @Override
        void endPolitely(Runnable leave) throws IOException {
            leave.run();
            RawClient.Reply last = client.reply();
            assertThat(last.text()).isEqualTo(AT_LAST);
            assertThat(last.field("connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }

    private static final class Http2 extends Conversation {

        private final Http2Client client;
        private int stream = -1;
        private byte[] arrived = new byte[0];

        Http2(Socket socket) throws IOException {
            super(socket);
            client = Http2Client.over(socket);
        }

        @Override
        byte[] exchange(byte[] message) throws IOException {
            stream += 2;
            client.send(
                    Http2Bytes.frames()
                            .post(stream, "/echo")
                            .frame(Http2Bytes.DATA, Http2Bytes.END_STREAM, stream, message));
            return client.reply(stream).body();
        }

        @Override
        void askForPieces() throws IOException {
            stream += 2;
            client.send(Http2Bytes.frames().get(stream, "/endless"));
        }

        @Override
        byte[] nextPiece() throws IOException {
            while (arrived.length < PIECE) {
                Http2Client.Frame frame = Objects.requireNonNull(client.read());
                byte[] more = frame.type() == Http2Bytes.DATA ? frame.payload() : new byte[0];
                if (more.length > 0) {
                    client.send(
                            Http2Bytes.frames()
                                    .windowUpdate(0, more.length)
                                    .windowUpdate(stream, more.length));
                    int before = arrived.length;
                    arrived = Arrays.copyOf(arrived, before + more.length);
                    System.arraycopy(more, 0, arrived, before, more.length);
                }
            }
            byte[] piece = Arrays.copyOf(arrived, PIECE);
            arrived = Arrays.copyOfRange(arrived, PIECE, arrived.length);
            return piece;
        }

        @Override
        void askToWait() throws IOException {
            stream += 2;
            client.send(Http2Bytes.frames().get(stream, "/wait"));
        }

        @Override
        void endPolitely(Runnable leave) throws IOException {
            leave.run();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            boolean whole = false;
            int last = -1;
            // Whoever has its answer and knows that no other will come may close: nobody waits.
            while (!whole || last != stream) {
                Http2Client.Frame frame = Objects.requireNonNull(client.read());
                if (frame.type() == Http2Bytes.GOAWAY) {
                    assertThat(frame.code()).isZero();
                    last = frame.lastStream();
                } else if (frame.type() == Http2Bytes.DATA) {
                    body.writeBytes(frame.payload());
                    whole = frame.flag(Http2Bytes.END_STREAM);
                }
            }
            assertThat(body).hasToString(AT_LAST);
        }
    }

    private static final class OverWebSocket extends Conversation {

        private final RawWebSocket socket;

        OverWebSocket(Socket socket) throws IOException {
            super(socket);
            this.socket = RawWebSocket.open(RawClient.over(socket), "/socket");
        }

        @Override
        byte[] exchange(byte[] message) throws IOException {
            return socket.send(RawWebSocket.BINARY, message).read().payload();
        }

        @Override
        void askForPieces() throws IOException {
            socket.send(ENDLESS);
        }

        @Override
        byte[] nextPiece() throws IOException {
            return socket.read().payload();
        }

        @Override
        void askToWait() throws IOException {
            socket.send(WAIT);
        }

        @Override
        void endPolitely(Runnable leave) throws IOException {
            assertThat(socket.readClose()).isEqualTo(1001);
            socket.sendClose(1001, "");
            assertThat(socket.closed()).isTrue();
        }
    }

    /** What is streamed comes by HTTP/1.0, where no chunks are around it. */
    private static final class Events extends Conversation {

        private static final String BEFORE = "data: ";
        private static final String BEHIND = "\n\n";

        private final RawClient client;

        Events(Socket socket) throws IOException {
            super(socket);
            client = RawClient.over(socket);
        }

        @Override
        byte[] exchange(byte[] message) throws IOException {
            RawClient.Reply reply = client.send(post("/events", message)).send(message).reply();
            assertThat(reply.field("content-type")).isEqualTo("text/event-stream");
            return data(reply.body());
        }

        private static byte[] data(byte[] event) {
            String text = new String(event, StandardCharsets.US_ASCII);
            assertThat(text).startsWith(BEFORE).endsWith(BEHIND);
            return Arrays.copyOfRange(event, BEFORE.length(), event.length - BEHIND.length());
        }

        @Override
        void askForPieces() throws IOException {
            client.send("GET /events/endless HTTP/1.0\r\n\r\n");
            assertThat(client.reply(true).status()).isEqualTo(200);
        }

        @Override
        byte[] nextPiece() throws IOException {
            return data(client.in().readNBytes(BEFORE.length() + PIECE + BEHIND.length()));
        }

        @Override
        void askToWait() throws IOException {
            client.send(get("/events/wait"));
        }

        @Override
        void endPolitely(Runnable leave) throws IOException {
            assertThat(client.reply().text()).matches("data: before\n\nretry: \\d+\n\n");
            assertThat(client.closed()).isTrue();
        }
    }

    private static final class Raw extends Conversation {

        private final DataInputStream in;
        private final DataOutputStream out;

        Raw(Socket socket) throws IOException {
            super(socket);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        }

        private void send(byte[] frame) throws IOException {
            out.writeInt(frame.length);
            out.write(frame);
        }

        private void send(String frame) throws IOException {
            send(frame.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        byte[] exchange(byte[] message) throws IOException {
            send(message);
            return nextPiece();
        }

        @Override
        void askForPieces() throws IOException {
            send(ENDLESS);
        }

        @Override
        byte[] nextPiece() throws IOException {
            return in.readNBytes(in.readInt());
        }

        @Override
        void askToWait() throws IOException {
            send(WAIT);
        }

        @Override
        void endPolitely(Runnable leave) throws IOException {
            assertThat(nextPiece()).asString(StandardCharsets.US_ASCII).isEqualTo(AT_LAST);
            assertThat(in.read()).isEqualTo(-1);
        }
    }
}
