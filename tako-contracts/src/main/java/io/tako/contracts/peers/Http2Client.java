package io.tako.contracts.peers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.tako.contracts.machine.SocketQueues;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A socket that sends HTTP/2 frames as they are given and reads those that come. It answers
 * SETTINGS and PING as a sound client does and gives flow-control credit only where it is told to.
 */
public final class Http2Client implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final long PATIENCE_NANOS = PATIENCE_MILLIS * 1_000_000L;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder fields = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Long> serverSettings = new TreeMap<>();
    private volatile long heard = System.nanoTime();

    private Http2Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Connects with prior knowledge: preface and SETTINGS of no entries are sent. */
    public static Http2Client connect(int port) throws IOException {
        return connect(port, Http2Bytes.frames().settings());
    }

    /** Connects with prior knowledge: the preface is sent, and then the frames given. */
    public static Http2Client connect(int port, Http2Bytes first) throws IOException {
        Http2Client client = open(port, 0);
        return client.send(Http2Bytes.frames().raw(Http2Bytes.PREFACE)).send(first);
    }

    /** Speaks over a socket that is connected: preface and SETTINGS of no entries are sent. */
    public static Http2Client over(Socket socket) throws IOException {
        return new Http2Client(socket)
                .send(Http2Bytes.frames().raw(Http2Bytes.PREFACE))
                .send(Http2Bytes.frames().settings());
    }

    /** Opens a socket and sends nothing; a receive buffer of 0 is the system's own. */
    public static Http2Client open(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Http2Client(socket);
    }

    public Http2Client send(Http2Bytes frames) throws IOException {
        return send(frames.bytes());
    }

    public Http2Client send(byte[] bytes) throws IOException {
        heard = System.nanoTime();
        write(bytes);
        return this;
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** What the server's SETTINGS said, as far as they were read. */
    public Map<Integer, Long> serverSettings() {
        return serverSettings;
    }

    /** Reads past a response of HTTP/1.1 without a body, behind which frames come. */
    public void skipHead() throws IOException {
        for (int end = 0; end < 4; ) {
            int b = in.readUnsignedByte();
            end = b == "\r\n\r\n".charAt(end) ? end + 1 : b == '\r' ? 1 : 0;
        }
    }

    /** The next frame, or null at the end of the connection, be it by a reset. */
    public @Nullable Frame read() throws IOException {
        try {
            return readStrictly();
        } catch (SocketException reset) {
            return null;
        }
    }

    /** The next frame, or null at an orderly end of the connection. */
    public @Nullable Frame readStrictly() throws IOException {
        Frame frame = readSilently();
        if (frame != null) {
            acknowledge(frame);
        }
        return frame;
    }

    /** The next frame, or null at an orderly end; it is acknowledged in no way. */
    public @Nullable Frame readSilently() throws IOException {
        try {
            byte[] head = in.readNBytes(9);
            if (head.length < 9) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.wrap(head);
            int length = (bytes.get() & 0xff) << 16 | bytes.getShort() & 0xffff;
            int type = bytes.get();
            int flags = bytes.get();
            Frame frame = new Frame(type, flags, bytes.getInt(), in.readNBytes(length));
            if (frame.payload().length < length) {
                throw new EOFException("the connection ended within " + frame);
            }
            // PING alone, by which the server looks whether anybody is there, is no answer.
            if (frame.type() != Http2Bytes.PING) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE_NANOS) {
                throw new SocketTimeoutException("nothing but PING came");
            }
            return frame;
        } catch (SocketTimeoutException e) {
            throw new SocketTimeoutException(e.getMessage() + " " + SocketQueues.of(socket));
        }
    }

    private void acknowledge(Frame frame) throws IOException {
        if (frame.flag(Http2Bytes.ACK)) {
            return;
        }
        try {
            if (frame.type() == Http2Bytes.SETTINGS) {
                ByteBuffer entries = ByteBuffer.wrap(frame.payload());
                while (entries.hasRemaining()) {
                    serverSettings.put((int) entries.getShort(), entries.getInt() & 0xffff_ffffL);
                }
                write(acknowledgement(frame.type(), new byte[0]));
            } else if (frame.type() == Http2Bytes.PING) {
                write(acknowledgement(frame.type(), frame.payload()));
            }
        } catch (SocketException closed) {
            // The server has gone already; what it sent before is still to be read.
            assert closed != null;
        }
    }

    private static byte[] acknowledgement(int type, byte[] payload) {
        return Http2Bytes.frames().frame(type, Http2Bytes.ACK, 0, payload).bytes();
    }

    /**
     * Reads until a stream has its whole response, or ends without. Frames of others are skipped.
     */
    public Reply reply(int stream) throws IOException {
        Map<String, String> head = new TreeMap<>();
        Map<String, String> trailers = new TreeMap<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = read();
            if (frame == null) {
                return new Reply(Reply.CLOSED, head, body.toByteArray(), trailers);
            }
            if (frame.type() == Http2Bytes.GOAWAY && frame.code() != 0) {
                return new Reply(Reply.GONE + frame.code(), head, body.toByteArray(), trailers);
            }
            Map<String, String> read =
                    frame.type() == Http2Bytes.HEADERS ? fields(frame) : Map.of();
            if (frame.stream() != stream) {
                continue;
            }
            if (frame.type() == Http2Bytes.RST_STREAM) {
                return new Reply(Reply.RESET + frame.code(), head, body.toByteArray(), trailers);
            }
            if (frame.type() == Http2Bytes.HEADERS) {
                boolean interim = read.getOrDefault(":status", "").startsWith("1");
                (head.isEmpty() ? (interim ? new TreeMap<String, String>() : head) : trailers)
                        .putAll(read);
            } else if (frame.type() == Http2Bytes.DATA) {
                body.writeBytes(frame.payload());
            }
            if ((frame.type() == Http2Bytes.HEADERS || frame.type() == Http2Bytes.DATA)
                    && frame.flag(Http2Bytes.END_STREAM)) {
                int status = Integer.parseInt(head.getOrDefault(":status", "0"));
                return new Reply(status, head, body.toByteArray(), trailers);
            }
        }
    }

    /** Reads to the end of the connection and returns the last GOAWAY, or null when none came. */
    public @Nullable Frame goAway() throws IOException {
        Frame last = null;
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.type() == Http2Bytes.GOAWAY) {
                last = frame;
            }
        }
        return last;
    }

    /** The fields of a HEADERS frame and of the CONTINUATION frames behind it. */
    public Map<String, String> fields(Frame frame) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame.payload());
        for (Frame one = frame; !one.flag(Http2Bytes.END_HEADERS); ) {
            one = read();
            if (one == null || one.type() != Http2Bytes.CONTINUATION) {
                throw new IOException("no CONTINUATION behind HEADERS but " + one);
            }
            all.writeBytes(one.payload());
        }
        ByteBuf block = Unpooled.wrappedBuffer(all.toByteArray());
        try {
            Http2Headers decoded = fields.decodeHeaders(frame.stream(), block);
            Map<String, String> result = new TreeMap<>();
            decoded.forEach(
                    field ->
                            result.merge(
                                    field.getKey().toString(),
                                    field.getValue().toString(),
                                    (a, b) -> a + ", " + b));
            return result;
        } catch (Http2Exception e) {
            throw new IOException("the server's field block is broken", e);
        }
    }

    /** Ends sending and keeps receiving. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A frame that came. */
    public record Frame(int type, int flags, int stream, byte[] payload) {

        /** Whether a flag is set. */
        public boolean flag(int flag) {
            return (flags & flag) != 0;
        }

        /** The error code of RST_STREAM or GOAWAY. */
        public int code() {
            return ByteBuffer.wrap(payload).getInt(type == Http2Bytes.GOAWAY ? 4 : 0);
        }

        /** The last stream that GOAWAY says was, or might have been, handled. */
        public int lastStream() {
            return ByteBuffer.wrap(payload).getInt(0);
        }

        @Override
        public String toString() {
            return "frame of type %d, flags 0x%x, stream %d, %d bytes"
                    .formatted(type, flags, stream, payload.length);
        }
    }

    /**
     * How a stream ended.
     *
     * @param status the status; or {@link #RESET} or {@link #GONE} and the error code; or {@link
     *     #CLOSED}
     */
    public record Reply(
            int status, Map<String, String> fields, byte[] body, Map<String, String> trailers) {

        public static final int RESET = 10_000;
        static final int GONE = 20_000;
        static final int CLOSED = 30_000;

        /** The body as UTF-8 text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The value of a field, or the empty string. */
        public String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }
}
