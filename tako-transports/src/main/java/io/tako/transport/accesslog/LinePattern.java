package io.tako.transport.accesslog;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pattern in the notation of Apache's {@code LogFormat}, taken apart once. Any thread. */
final class LinePattern implements AccessLogFormat {

    private static final int USUAL = 256;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.ENGLISH)
                    .withZone(ZoneId.systemDefault());

    private final List<Part> parts;

    private LinePattern(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** One piece of a line. */
    @FunctionalInterface
    private interface Part {
        void write(StringBuilder out, AccessEntry entry);
    }

    static LinePattern parse(String pattern) {
        if (pattern.isBlank()) {
            throw new IllegalArgumentException("it is empty");
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c != '%') {
                if (c != '\t' && Character.isISOControl(c)) {
                    throw new IllegalArgumentException("it has a control character");
                }
                literal.append(c);
            } else if (pattern.startsWith("%", at)) {
                literal.append('%');
                at++;
            } else {
                int end = end(pattern, at);
                addLiteral(parts, literal);
                parts.add(directive(pattern.substring(at, end)));
                at = end;
            }
        }
        addLiteral(parts, literal);
        return new LinePattern(parts);
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal) {
        if (!literal.isEmpty()) {
            String text = literal.toString();
            literal.setLength(0);
            parts.add((out, entry) -> out.append(text));
        }
    }

    /** Where the directive ends that begins behind a percent sign. */
    private static int end(String pattern, int begin) {
        int at = begin;
        if (pattern.startsWith("{", at)) {
            at = pattern.indexOf('}', at) + 1;
        } else if (pattern.startsWith(">", at)) {
            at++;
        }
        if (at < begin || at >= pattern.length()) {
            throw unknown(pattern.substring(begin));
        }
        return at + 1;
    }

    private static Part directive(String text) {
        if (text.startsWith("{")) {
            int close = text.indexOf('}');
            return named(text, text.substring(1, close), text.charAt(close + 1));
        }
        return switch (text) {
            case "h", "a" -> text(AccessEntry::client);
            case "A" -> text(entry -> host(entry.connection().localAddress()));
            case "p" -> text(entry -> port(entry.connection().localAddress()));
            case "l", "u" -> (out, entry) -> out.append('-');
            case "t" -> (out, entry) -> TIME.formatTo(entry.begun(), out);
            case "r" -> LinePattern::line;
            case "m" -> ofLine(AccessEntry.Line::method);
            case "U" -> ofLine(line -> path(line.target()));
            case "q" -> (out, entry) -> query(out, entry.line());
            case "H" -> ofLine(AccessEntry.Line::version);
            case "s", ">s" -> LinePattern::status;
            case "b" -> (out, entry) -> bytes(out, entry.bytes());
            case "B" -> (out, entry) -> out.append(entry.bytes());
            case "D" -> (out, entry) -> out.append(micros(entry.duration()));
            case "T" -> (out, entry) -> out.append(entry.duration().toSeconds());
            case "X" -> (out, entry) -> out.append(entry.whole() ? '+' : 'X');
            case "L" -> text(AccessEntry::id);
            case "v" -> text(entry -> entry.requestField().get("Host"));
            default -> throw unknown(text);
        };
    }

    private static Part named(String text, String name, char directive) {
        if (directive == 'i' && !name.isBlank()) {
            return text(entry -> entry.requestField().get(name));
        }
        if (directive == 'o' && !name.isBlank()) {
            return text(entry -> entry.responseField().get(name));
        }
        if (name.equals("c") && directive == 'a') {
            return text(entry -> host(entry.connection().remoteAddress()));
        }
        if (name.equals("c") && directive == 'L') {
            return (out, entry) -> out.append(entry.connection().id());
        }
        throw unknown(text);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("%" + text + " is no directive that is known");
    }

    private static Part text(Function<AccessEntry, @Nullable String> value) {
        return (out, entry) -> text(out, value.apply(entry));
    }

    private static Part ofLine(Function<AccessEntry.Line, String> value) {
        return (out, entry) -> {
            AccessEntry.Line line = entry.line();
            text(out, line == null ? null : value.apply(line));
        };
    }

    private static void text(StringBuilder out, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            out.append('-');
        } else {
            Escaping.text(out, value);
        }
    }

    private static void line(StringBuilder out, AccessEntry entry) {
        AccessEntry.Line line = entry.line();
        if (line == null) {
            out.append('-');
            return;
        }
        Escaping.text(out, line.method());
        out.append(' ');
        Escaping.text(out, line.target());
        out.append(' ');
        Escaping.text(out, line.version());
    }

    private static void status(StringBuilder out, AccessEntry entry) {
        if (entry.status() == 0) {
            out.append('-');
        } else {
            out.append(entry.status());
        }
    }

    private static void bytes(StringBuilder out, long bytes) {
        if (bytes == 0) {
            out.append('-');
        } else {
            out.append(bytes);
        }
    }

    private static String path(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    private static void query(StringBuilder out, AccessEntry.@Nullable Line line) {
        int mark = line == null ? -1 : line.target().indexOf('?');
        if (line != null && mark >= 0) {
            Escaping.text(out, line.target().substring(mark));
        }
    }

    private static @Nullable String host(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : null;
    }

    private static @Nullable String port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? Integer.toString(inet.getPort()) : null;
    }

    /** Without overflow: what a handler that never ends took is a large number. */
    static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1_000;
    }

    @Override
    public String format(AccessEntry entry) {
        StringBuilder out = new StringBuilder(USUAL);
        for (Part part : parts) {
            part.write(out, entry);
        }
        return out.toString();
    }
}
