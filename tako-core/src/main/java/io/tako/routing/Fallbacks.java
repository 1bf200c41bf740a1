package io.tako.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers a path no route matches: the fallback of the longest prefix, at last the root's. */
final class Fallbacks {

    private final List<Entry> byLength;
    private final Match root;

    private record Entry(PathPattern prefix, Match match) {}

    private Fallbacks(List<Entry> byLength, Match root) {
        this.byLength = byLength;
        this.root = root;
    }

    static final class Collector {
        private final List<Entry> entries = new ArrayList<>();

        void add(PathPattern prefix, Match match) {
            entries.add(new Entry(prefix, match));
        }

        /** More segments first; of the same number text before variables, from the left. */
        Fallbacks before(Match root) {
            entries.sort(
                    Comparator.comparingInt((Entry e) -> -e.prefix().segments().size())
                            .thenComparing(Fallbacks::kinds));
            return new Fallbacks(List.copyOf(entries), root);
        }
    }

    Match find(String path) {
        for (Entry entry : byLength) {
            String[] values = values(entry.prefix(), path);
            if (values != null) {
                return entry.match().with(values);
            }
        }
        return root;
    }

    /** What answers where no prefix has a fallback. */
    Match root() {
        return root;
    }

    private static String kinds(Entry entry) {
        StringBuilder kinds = new StringBuilder();
        entry.prefix().segments().forEach(s -> kinds.append(s.kind().ordinal()));
        return kinds.toString();
    }

    private static String @Nullable [] values(PathPattern prefix, String path) {
        List<String> values = new ArrayList<>(2);
        int at = 0;
        for (PathPattern.Segment segment : prefix.segments()) {
            if (!path.startsWith("/", at)) {
                return null;
            }
            int slash = path.indexOf('/', at + 1);
            int end = slash < 0 ? path.length() : slash;
            String text = path.substring(at + 1, end);
            if (segment.kind() == PathPattern.Kind.TEXT) {
                if (!text.equals(segment.text())) {
                    return null;
                }
            } else if (text.isEmpty()) {
                return null;
            } else {
                values.add(PathText.variable(text));
            }
            at = end;
        }
        return values.toArray(String[]::new);
    }
}
