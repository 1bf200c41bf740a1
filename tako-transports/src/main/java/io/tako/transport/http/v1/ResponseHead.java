package io.tako.transport.http.v1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.transport.http.HttpCore;
import io.tako.transport.http.fields.FieldRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Encodes status line and fields (RFC 9112 sections 4 and 5). Values were checked when the response
 * was made, so nothing here can break out of its line. Fields of framing are the connection's.
 */
final class ResponseHead {

    private static final byte[][] STATUS_LINES = new byte[600][];
    private static final byte[] CONTENT_LENGTH = ascii("content-length: ");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("connection: keep-alive\r\n");
    private static final byte[] UPGRADE = ascii("connection: upgrade\r\n");

    static {
        for (int code = 100; code < STATUS_LINES.length; code++) {
            String reason = HttpResponseStatus.valueOf(code).reasonPhrase();
            STATUS_LINES[code] = ascii("HTTP/1.1 " + code + " " + reason + "\r\n");
        }
    }

    /** How the end of the body is told. */
    enum Framing {
        /** By {@code Content-Length}. */
        LENGTH,
        /** By chunks. */
        CHUNKED,
        /** By the end of the connection. */
        CLOSE,
        /** There is no body, and no length is told: 1xx, 204, 304. */
        NONE
    }

    private byte[] line;
    private int at;

    private ResponseHead(byte[] scratch) {
        this.line = scratch;
    }

    /** Appends the head to the buffer. */
    static void write(
            ByteBuf out,
            HttpCore state,
            Response response,
            Framing framing,
            long length,
            boolean keepAlive,
            boolean http10) {
        ResponseHead head = new ResponseHead(state.scratch(0));
        head.status(response.status().value());
        response.forEachHeader(head::field);
        head.put(state.dateLine());
        switch (framing) {
            case LENGTH -> {
                head.put(CONTENT_LENGTH);
                head.number(length);
            }
            case CHUNKED -> head.put(CHUNKED);
            case CLOSE, NONE -> {}
        }
        String protocol = switchesOrAsks(response);
        if (protocol != null) {
            // RFC 9110 section 7.8: whoever sends the one sends the other.
            head.put(ascii("upgrade: " + protocol + "\r\n"));
            head.put(UPGRADE);
        }
        if (!keepAlive) {
            head.put(CLOSE);
        } else if (http10) {
            head.put(KEEP_ALIVE);
        }
        head.room(2);
        head.line[head.at++] = '\r';
        head.line[head.at++] = '\n';
        out.writeBytes(head.line, 0, head.at);
    }

    /** The protocol a 101 goes on with or a 426 asks for (RFC 9110 section 15.5.22), or null. */
    private static @Nullable String switchesOrAsks(Response response) {
        return switch (response.status().value()) {
            case 101 -> response.body() instanceof Body.Upgrade to ? to.protocol() : null;
            case 426 -> response.header(HttpHeaders.UPGRADE);
            default -> null;
        };
    }

    private void status(int code) {
        if (code < STATUS_LINES.length) {
            put(STATUS_LINES[code]);
        } else {
            put(ascii("HTTP/1.1 " + code + " \r\n"));
        }
    }

    private void field(String name, String value) {
        if (FieldRules.isFraming(name)) {
            return;
        }
        room(name.length() + value.length() + 4);
        put(name);
        line[at++] = ':';
        line[at++] = ' ';
        put(value);
        line[at++] = '\r';
        line[at++] = '\n';
    }

    // Latin-1 by definition of a field value; the deprecated copy is the one without a detour.
    @SuppressWarnings("deprecation")
    private void put(String text) {
        int length = text.length();
        text.getBytes(0, length, line, at);
        at += length;
    }

    private void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, line, at, bytes.length);
        at += bytes.length;
    }

    private void number(long value) {
        String digits = Long.toString(value);
        room(digits.length() + 2);
        put(digits);
        line[at++] = '\r';
        line[at++] = '\n';
    }

    private void room(int more) {
        if (at + more > line.length) {
            line = Arrays.copyOf(line, Math.max(at + more, line.length * 2));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
