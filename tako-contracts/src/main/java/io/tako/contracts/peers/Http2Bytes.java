package io.tako.contracts.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/2 frames as bytes, with nothing checked: what a wrong or hostile client would send. Field
 * lines are literals without Huffman and without an index, so that any bytes can be in them.
 */
public final class Http2Bytes {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    /** The flag of DATA and HEADERS; of SETTINGS and PING it is ACK. */
    public static final int END_STREAM = 0x1;

    public static final int ACK = 0x1;
    public static final int END_HEADERS = 0x4;
    public static final int PADDED = 0x8;
    public static final int PRIORITY_FLAG = 0x20;

    /** What a client sends first (RFC 9113, 3.4). */
    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Http2Bytes() {}

    /** No frames yet. */
    public static Http2Bytes frames() {
        return new Http2Bytes();
    }

    /** One frame of any kind. */
    public Http2Bytes frame(int type, int flags, int stream, byte[] payload) {
        return frame(type, flags, stream, payload.length, payload);
    }

    /** A frame whose head gives another length than it has. */
    public Http2Bytes frame(int type, int flags, int stream, int length, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(9);
        head.put((byte) (length >> 16)).putShort((short) length);
        head.put((byte) type).put((byte) flags).putInt(stream);
        out.writeBytes(head.array());
        out.writeBytes(payload);
        return this;
    }

    /** Bytes that are no frame. */
    public Http2Bytes raw(String latin1) {
        out.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** HEADERS with a whole field block; names and values in turn. */
    public Http2Bytes headers(int stream, boolean end, String... fields) {
        int flags = END_HEADERS | (end ? END_STREAM : 0);
        return frame(HEADERS, flags, stream, block(fields));
    }

    /** A GET without a body. */
    public Http2Bytes get(int stream, String path) {
        return headers(stream, true, request("GET", path));
    }

    /** The head of a POST, whose body follows. */
    public Http2Bytes post(int stream, String path, String... more) {
        return headers(stream, false, request("POST", path, more));
    }

    public Http2Bytes data(int stream, boolean end, String text) {
        return frame(DATA, end ? END_STREAM : 0, stream, latin1(text));
    }

    /** Pairs of identifier and value. */
    public Http2Bytes settings(long... pairs) {
        ByteBuffer payload = ByteBuffer.allocate(pairs.length * 3);
        for (int i = 0; i < pairs.length; i += 2) {
            payload.putShort((short) pairs[i]).putInt((int) pairs[i + 1]);
        }
        return frame(SETTINGS, 0, 0, payload.array());
    }

    public Http2Bytes reset(int stream, int code) {
        return frame(RST_STREAM, 0, stream, ints(code));
    }

    public Http2Bytes windowUpdate(int stream, int increment) {
        return frame(WINDOW_UPDATE, 0, stream, ints(increment));
    }

    public Http2Bytes ping(long opaque) {
        return frame(PING, 0, 0, ByteBuffer.allocate(8).putLong(opaque).array());
    }

    /** PRIORITY, which RFC 9113 keeps only as a frame to be ignored. */
    public Http2Bytes priority(int stream, int dependsOn) {
        return frame(PRIORITY, 0, stream, weight(dependsOn));
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    /** The fields every request has, and more behind them. */
    public static String[] request(String method, String path, String... more) {
        String[] fields = {":method", method, ":scheme", "http", ":path", path, ":authority", "h"};
        String[] all = java.util.Arrays.copyOf(fields, fields.length + more.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return all;
    }

    /** A field block (RFC 7541, 6.2.2: literal without indexing, new name). */
    public static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            string(block, fields[i]);
            string(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = latin1(text);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                block.write(rest & 127 | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /** The five bytes of a priority: what it depends on, and a weight. */
    public static byte[] weight(int dependsOn) {
        return ByteBuffer.allocate(5).putInt(dependsOn).put((byte) 15).array();
    }

    public static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    public static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A payload with its padding: the length first, the bytes last. */
    public static byte[] padded(byte[] payload, int padding) {
        byte[] all = new byte[1 + payload.length + padding];
        all[0] = (byte) padding;
        System.arraycopy(payload, 0, all, 1, payload.length);
        return all;
    }
}
