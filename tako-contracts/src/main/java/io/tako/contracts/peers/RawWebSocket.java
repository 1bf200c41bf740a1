package io.tako.contracts.peers;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** A WebSocket client that sends frames as they are given and reads frames strictly. */
public final class RawWebSocket implements AutoCloseable {

    /** A text frame that is a whole message. */
    public static final int TEXT = 0x81;

    /** A binary frame that is a whole message. */
    public static final int BINARY = 0x82;

    public static final int CLOSE = 0x88;
    public static final int PING = 0x89;
    public static final int PONG = 0x8a;

    /** Added to the first byte: the frame is not the last of its message. */
    public static final int MORE = -0x80;

    /** Added to the first byte: the message is compressed. */
    public static final int COMPRESSED = 0x40;

    /** The key of the example in RFC 6455 section 1.3. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** What answers {@link #KEY}. */
    public static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final RawClient client;
    private final RawClient.Reply opening;
    private final Random masks = new Random(7);

    private RawWebSocket(RawClient client, RawClient.Reply opening) {
        this.client = client;
        this.opening = opening;
    }

    /** The head of a handshake without the empty line at its end. */
    public static String handshake(String path) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY
                + "\r\n";
    }

    /**
     * Opens a socket.
     *
     * @param fields further field lines, each ended by CRLF
     * @throws IOException if the handshake is refused
     */
    public static RawWebSocket open(int port, String path, String... fields) throws IOException {
        return open(RawClient.connect(port), path, fields);
    }

    /** Opens a socket on a connection that has said nothing yet. */
    public static RawWebSocket open(RawClient client, String path, String... fields)
            throws IOException {
        client.send(handshake(path) + String.join("", fields) + "\r\n");
        RawClient.Reply reply = client.reply();
        if (reply.status() != 101 || !reply.field("sec-websocket-accept").equals(ACCEPT)) {
            client.close();
            throw new IOException("the handshake was answered " + reply + ": " + reply.text());
        }
        return new RawWebSocket(client, reply);
    }

    /** What the handshake was answered with. */
    public RawClient.Reply opening() {
        return opening;
    }

    public RawClient client() {
        return client;
    }

    /** A masked frame. */
    public byte[] frame(int head, byte[] payload) {
        byte[] mask = new byte[4];
        masks.nextBytes(mask);
        return frame(head, payload, mask);
    }

    /** A frame whose mask is zero, which costs a server the least. */
    public static byte[] cheapFrame(int head, byte[] payload) {
        return frame(head, payload, new byte[4]);
    }

    private static byte[] frame(int head, byte[] payload, byte[] mask) {
        int length = payload.length;
        byte[] size =
                length < 126
                        ? new byte[] {(byte) (0x80 | length)}
                        : length < 65_536
                                ? new byte[] {(byte) 0xfe, (byte) (length >> 8), (byte) length}
                                : longSize(length);
        byte[] frame = new byte[1 + size.length + 4 + length];
        frame[0] = (byte) head;
        System.arraycopy(size, 0, frame, 1, size.length);
        int at = 1 + size.length;
        System.arraycopy(mask, 0, frame, at, 4);
        at += 4;
        for (int i = 0; i < length; i++) {
            frame[at + i] = (byte) (payload[i] ^ mask[i & 3]);
        }
        return frame;
    }

    private static byte[] longSize(int length) {
        byte[] size = new byte[9];
        size[0] = (byte) 0xff;
        for (int i = 0; i < 4; i++) {
            size[5 + i] = (byte) (length >> (24 - 8 * i));
        }
        return size;
    }

    /** Sends a masked frame. */
    public RawWebSocket send(int head, byte[] payload) throws IOException {
        return sendBytes(frame(head, payload));
    }

    /** Sends a text message. */
    public RawWebSocket send(String text) throws IOException {
        return send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a close frame. */
    public RawWebSocket sendClose(int code, String reason) throws IOException {
        return send(CLOSE, closePayload(code, reason));
    }

    /** The payload of a close frame. */
    public static byte[] closePayload(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + words.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(words, 0, payload, 2, words.length);
        return payload;
    }

    /** Sends bytes as they stand. */
    public RawWebSocket sendBytes(byte[] bytes) throws IOException {
        client.out().write(bytes);
        client.out().flush();
        return this;
    }

    /**
     * Reads one frame.
     *
     * @throws EOFException if the server closes instead
     */
    public Frame read() throws IOException {
        return read(client.in());
    }

    /** Reads one frame of a server. */
    public static Frame read(InputStream in) throws IOException {
        int head = in.read();
        if (head < 0) {
            throw new EOFException("closed before a frame");
        }
        long length = in.read();
        if ((length & 0x80) != 0) {
            throw new IOException("a frame of the server is masked");
        }
        if (length == 126) {
            length = number(in, 2);
        } else if (length == 127) {
            length = number(in, 8);
        }
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        if (payload.length < length) {
            throw new EOFException("closed within a frame");
        }
        return new Frame(head, payload);
    }

    private static long number(InputStream in, int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | in.read();
        }
        return value;
    }

    /** Reads a text message that is one frame. */
    public String readText() throws IOException {
        Frame frame = read();
        if (frame.head() != TEXT) {
            throw new IOException("not a text frame: " + frame);
        }
        return frame.text();
    }

    /** Reads to the close frame, passing over what comes before, and returns its code. */
    public int readClose() throws IOException {
        Frame frame = read();
        while (frame.head() != CLOSE) {
            frame = read();
        }
        return frame.closeCode();
    }

    /** Whether the server ends the connection without sending another byte. */
    public boolean closed() throws IOException {
        return client.closed();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /** A frame of the server. */
    public record Frame(int head, byte[] payload) {

        /** The payload as UTF-8 text. */
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame, 1005 if it has none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        }

        /** The words of a close frame. */
        public String closeReason() {
            return new String(
                    Arrays.copyOfRange(payload, Math.min(2, payload.length), payload.length),
                    StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return Integer.toHexString(head) + " with " + payload.length + " bytes";
        }
    }
}
