package io.tako.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * A parsed pattern: segments of text, {@code {name}} for one segment, {@code {*rest}} for all that
 * is left. Text is written decoded.
 */
final class PathPattern {

    static final PathPattern ROOT = new PathPattern("", List.of());

    private final String text;
    private final List<Segment> segments;

    private PathPattern(String text, List<Segment> segments) {
        this.text = text;
        this.segments = List.copyOf(segments);
    }

    enum Kind {
        TEXT,
        VARIABLE,
        REST
    }

    record Segment(Kind kind, String text) {}

    /**
     * Parses a whole pattern.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static PathPattern parse(String pattern) {
        require(pattern.startsWith("/"), "it does not start with a slash");
        List<Segment> segments = new ArrayList<>();
        String[] parts = pattern.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            require(last || !parts[i].isEmpty(), "it has an empty segment");
            Segment segment = segment(parts[i]);
            require(last || segment.kind() != Kind.REST, "a catch-all is not its last segment");
            segments.add(segment);
        }
        PathPattern parsed = new PathPattern(pattern, segments);
        List<String> names = parsed.names();
        require(names.stream().distinct().count() == names.size(), "a variable is named twice");
        return parsed;
    }

    /** The pattern of a route below a prefix: {@code /} there is the prefix itself. */
    static String below(String prefix, String pattern) {
        return pattern.equals("/") && !prefix.isEmpty() ? prefix : prefix + pattern;
    }

    String text() {
        return text;
    }

    List<Segment> segments() {
        return segments;
    }

    List<String> names() {
        return segments.stream().filter(s -> s.kind() != Kind.TEXT).map(Segment::text).toList();
    }

    boolean endsWithRest() {
        return !segments.isEmpty() && segments.getLast().kind() == Kind.REST;
    }

    /** The pattern without the names of variables: equal for patterns that match the same paths. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            shape.append('/');
            switch (segment.kind()) {
                case TEXT -> shape.append(segment.text());
                case VARIABLE -> shape.append("{}");
                case REST -> shape.append("{*}");
            }
        }
        return shape.toString();
    }

    private static Segment segment(String part) {
        if (part.startsWith("{*") && part.endsWith("}")) {
            return new Segment(Kind.REST, name(part.substring(2, part.length() - 1)));
        }
        if (part.startsWith("{") && part.endsWith("}")) {
            return new Segment(Kind.VARIABLE, name(part.substring(1, part.length() - 1)));
        }
        require(!part.equals(".") && !part.equals(".."), "it has a dot segment");
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            require(c != '{' && c != '}', "a variable is not a whole segment");
            require(
                    "%?#*\\".indexOf(c) < 0 && !Character.isISOControl(c),
                    "it has the character 0x"
                            + Integer.toHexString(c)
                            + ", which no pattern may have (text is written decoded)");
        }
        return new Segment(Kind.TEXT, part);
    }

    private static String name(String name) {
        boolean good = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0));
        for (int i = 1; i < name.length() && good; i++) {
            good = Character.isJavaIdentifierPart(name.charAt(i)) || name.charAt(i) == '-';
        }
        require(good, "\"" + name + "\" is not a name for a variable");
        return name;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
