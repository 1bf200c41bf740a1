package io.tako.transport.accesslog;

import org.jspecify.annotations.Nullable;

/** The line of an exchange as one JSON object. */
final class JsonLine {

    private static final int USUAL = 384;

    private JsonLine() {}

    static String of(AccessEntry entry) {
        AccessEntry.Line line = entry.line();
        StringBuilder out = new StringBuilder(USUAL);
        out.append("{\"time\":\"").append(entry.begun()).append('"');
        text(out, "client", entry.client());
        number(out, "connection", entry.connection().id());
        text(out, "request", entry.id());
        text(out, "method", line == null ? null : line.method());
        text(out, "target", line == null ? null : line.target());
        text(out, "protocol", line == null ? null : line.version());
        if (entry.status() == 0) {
            text(out, "status", null);
        } else {
            number(out, "status", entry.status());
        }
        number(out, "bytes", entry.bytes());
        number(out, "durationMicros", LinePattern.micros(entry.duration()));
        out.append(",\"whole\":").append(entry.whole());
        text(out, "host", entry.requestField().get("Host"));
        text(out, "referer", entry.requestField().get("Referer"));
        text(out, "userAgent", entry.requestField().get("User-Agent"));
        return out.append('}').toString();
    }

    private static void text(StringBuilder out, String name, @Nullable String value) {
        out.append(",\"").append(name).append("\":");
        if (value == null) {
            out.append("null");
        } else {
            Escaping.json(out, value);
        }
    }

    private static void number(StringBuilder out, String name, long value) {
        out.append(",\"").append(name).append("\":").append(value);
    }
}
