package io.tako.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One walk down the tree: text before variable before catch-all at every node, and back up when the
 * way ends or its leaf does not answer the method. A node is visited once at most, since how much
 * of the path is used up follows from the node.
 */
final class Search {

    private final HttpMethod method;
    private final String path;
    private final int[] marks;
    private final List<Leaf> passed = new ArrayList<>(2);
    private int depth;

    Search(HttpMethod method, String path, int variables) {
        this.method = method;
        this.path = path;
        this.marks = new int[2 * variables];
    }

    /** The leaves that match the path and not the method, the most specific first. */
    List<Leaf> passed() {
        return passed;
    }

    /** What answers the request, with its values; null if nothing does. */
    @Nullable Match find(Node root) {
        Match match = walk(root, 1);
        return match == null ? null : match.with(values(match.endpoint()));
    }

    /** From where a segment starts; one past the end of the path, nothing is left of it. */
    private @Nullable Match walk(Node node, int at) {
        if (at > path.length()) {
            return accept(node.leaf());
        }
        int slash = path.indexOf('/', at);
        int end = slash < 0 ? path.length() : slash;
        Node child = node.child(path, at, end);
        Match match = child == null ? null : walk(child, end + 1);
        if (match == null && node.variable() != null && end > at) {
            mark(at, end);
            match = walk(node.variable(), end + 1);
            if (match == null) {
                depth--;
            }
        }
        if (match == null && node.rest() != null && PathText.isRest(path, at)) {
            match = rest(node.rest(), at);
        }
        return match;
    }

    private @Nullable Match rest(Leaf leaf, int at) {
        Match match = accept(leaf);
        if (match != null) {
            mark(at, path.length());
        }
        return match;
    }

    private @Nullable Match accept(@Nullable Leaf leaf) {
        if (leaf == null) {
            return null;
        }
        Match match = leaf.find(method);
        if (match == null) {
            passed.add(leaf);
        }
        return match;
    }

    private void mark(int start, int end) {
        marks[2 * depth] = start;
        marks[2 * depth + 1] = end;
        depth++;
    }

    private String[] values(Endpoint endpoint) {
        String[] values = new String[depth];
        for (int i = 0; i < depth; i++) {
            String text = path.substring(marks[2 * i], marks[2 * i + 1]);
            boolean rest = i == depth - 1 && endpoint.endsWithRest();
            values[i] = rest ? PathText.rest(text) : PathText.variable(text);
        }
        return values;
    }
}
