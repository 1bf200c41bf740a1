package io.tako.webflux;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came back for a request, byte for byte.
 *
 * @param fields values in the order they came, by names in lower case
 * @param body the bytes as Latin-1, without chunk framing
 * @param whole whether the body came to the end that its framing told of
 */
record Answer(int status, Map<String, List<String>> fields, String body, boolean whole) {

    private static final int PATIENCE_MILLIS = 60_000;

    /** What names a server or an instant; everything else is the application's. */
    private static final Set<String> OF_THE_MOMENT = Set.of("date", "server");

    /** Values that are made anew for each request, wherever in an answer they are. */
    private static final Map<Pattern, String> MADE_ANEW =
            Map.of(
                    Pattern.compile("SESSION=[0-9a-f-]{36}"), "SESSION=-",
                    Pattern.compile("Expires=[^;]+"), "Expires=-");

    private static final Pattern BOUNDARY = Pattern.compile("boundary=([^;]+)");

    /** Sends the call on a connection of its own and reads what is answered. */
    static Answer to(Call call, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(call.wire());
            return read(new BufferedInputStream(socket.getInputStream()), call.isHead());
        }
    }

    /** Reads one answer; of one to HEAD there is no body. */
    static Answer read(InputStream in, boolean head) throws IOException {
        String line = line(in);
        if (!line.matches("HTTP/1\\.1 \\d{3} .*")) {
            throw new IOException("not a status line: " + line);
        }
        int status = Integer.parseInt(line.substring(9, 12));
        Map<String, List<String>> fields = new TreeMap<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            int colon = field.indexOf(':');
            String name = field.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!OF_THE_MOMENT.contains(name)) {
                fields.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(field.substring(colon + 1).strip());
            }
        }
        if (status == 100) {
            return read(in, head);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean bodyless = head || status < 200 || status == 204 || status == 304;
        boolean whole = bodyless || body(in, fields, body);
        return new Answer(status, fields, body.toString(StandardCharsets.ISO_8859_1), whole);
    }

    /** Reads to the end of the body; false if the connection ended before. */
    private static boolean body(
            InputStream in, Map<String, List<String>> fields, ByteArrayOutputStream body)
            throws IOException {
        try {
            if (fields.containsKey("content-length")) {
                int length = Integer.parseInt(fields.get("content-length").getFirst());
                body.writeBytes(in.readNBytes(length));
                return body.size() == length;
            }
            if (fields.containsKey("transfer-encoding")) {
                return chunks(in, body);
            }
            in.transferTo(body);
            return true;
        } catch (EOFException | SocketException | SocketTimeoutException cut) {
            return false;
        }
    }

    private static boolean chunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        for (int size = size(in); size > 0; size = size(in)) {
            byte[] chunk = in.readNBytes(size);
            body.writeBytes(chunk);
            if (chunk.length < size || !line(in).isEmpty()) {
                return false;
            }
        }
        return line(in).isEmpty();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after \"" + line + "\"");
            }
            line.append((char) next);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new IOException("a line without its CR: " + line);
        }
        return line.substring(0, line.length() - 1);
    }

    /** The same without what is made anew for each request. */
    Answer alike() {
        Matcher boundary = BOUNDARY.matcher(field("content-type"));
        String made = boundary.find() ? boundary.group(1) : null;
        Map<String, List<String>> alike = new TreeMap<>();
        fields.forEach(
                (name, values) ->
                        alike.put(name, values.stream().map(value -> alike(value, made)).toList()));
        return new Answer(status, alike, alike(body, made), whole);
    }

    private static String alike(String text, @Nullable String boundary) {
        String alike = boundary == null ? text : text.replace(boundary, "boundary");
        for (var made : MADE_ANEW.entrySet()) {
            alike = made.getKey().matcher(alike).replaceAll(made.getValue());
        }
        return alike;
    }

    /** The value of a field that is there once, or the empty string. */
    String field(String name) {
        return String.join(", ", fields.getOrDefault(name, List.of()));
    }

    /** In what this answer and another differ: parts of it, and names of fields. */
    Set<String> differencesTo(Answer other) {
        Set<String> names = new TreeSet<>(fields.keySet());
        names.addAll(other.fields.keySet());
        names.removeIf(
                name ->
                        fields.getOrDefault(name, List.of())
                                .equals(other.fields.getOrDefault(name, List.of())));
        if (status != other.status) {
            names.add("the status");
        }
        if (!body.equals(other.body)) {
            names.add("the body");
        }
        if (whole != other.whole) {
            names.add("the end");
        }
        return names;
    }
}
