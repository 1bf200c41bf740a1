package io.tako.webflux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One request of a client, as it is written on the wire.
 *
 * @param fact what the request is about, in words for the report
 * @param fields names and values in turn, without {@code Host} and framing
 * @param chunked whether the body goes in chunks and its length is not told
 */
record Call(
        String fact,
        String method,
        String target,
        List<String> fields,
        byte[] body,
        boolean chunked) {

    static final String HOST = "app.example:8080";

    private static final byte[] NONE = {};
    private static final int CHUNK = 1000;

    static Call get(String fact, String target, String... fields) {
        return of(fact, "GET", target, fields);
    }

    static Call head(String fact, String target, String... fields) {
        return of(fact, "HEAD", target, fields);
    }

    static Call of(String fact, String method, String target, String... fields) {
        return new Call(fact, method, target, List.of(fields), NONE, false);
    }

    static Call post(String fact, String target, String type, String body, String... fields) {
        return of(fact, "POST", target, fields).with(type, body);
    }

    /** The same with a body. */
    Call with(String type, String text) {
        return with(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with a body. */
    Call with(String type, byte[] bytes) {
        List<String> more = new ArrayList<>(fields);
        more.add("Content-Type");
        more.add(type);
        return new Call(fact, method, target, more, bytes, chunked);
    }

    /** The same with the body in chunks. */
    Call inChunks() {
        return new Call(fact, method, target, fields, body, true);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** The request as HTTP/1.1 has it. */
    byte[] wire() {
        StringBuilder head =
                new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(method, target, HOST));
        for (int i = 0; i < fields.size(); i += 2) {
            head.append(fields.get(i)).append(": ").append(fields.get(i + 1)).append("\r\n");
        }
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(latin1(head.append("\r\n").toString()));
        if (chunked) {
            for (int at = 0; at < body.length; at += CHUNK) {
                int size = Math.min(CHUNK, body.length - at);
                all.writeBytes(latin1(Integer.toHexString(size) + "\r\n"));
                all.write(body, at, size);
                all.writeBytes(latin1("\r\n"));
            }
            all.writeBytes(latin1("0\r\n\r\n"));
        } else {
            all.writeBytes(body);
        }
        return all.toByteArray();
    }

    /** The fields as HTTP/2 has them, pseudo-header fields first. */
    String[] http2Fields() {
        List<String> all = new ArrayList<>();
        all.addAll(List.of(":method", method, ":scheme", "http"));
        all.addAll(List.of(":path", target, ":authority", HOST));
        for (int i = 0; i < fields.size(); i += 2) {
            String name = fields.get(i).toLowerCase(Locale.ROOT);
            // RFC 9113 section 8.2.2: those speak of a connection, and this is a stream.
            if (!name.equals("connection")) {
                all.add(name);
                all.add(fields.get(i + 1));
            }
        }
        if (body.length > 0 && !chunked) {
            all.addAll(List.of("content-length", Integer.toString(body.length)));
        }
        return all.toArray(String[]::new);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return fact;
    }
}
