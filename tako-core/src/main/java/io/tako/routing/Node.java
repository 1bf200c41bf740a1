package io.tako.routing;

import org.jspecify.annotations.Nullable;

/**
 * A node of the tree: what may follow a segment. A text segment is found by its hash, so that the
 * way to a leaf is as long as its path whatever else there is. Changes only while the router is
 * built.
 */
final class Node {

    /** Open addressing, at most half full, a power of two long. */
    private @Nullable String[] texts = new String[2];

    private Node[] children = new Node[2];
    private int count;
    private @Nullable Node variable;
    private @Nullable Leaf leaf;
    private @Nullable Leaf rest;

    /** Makes the way for a pattern and returns the leaf at its end, new or not. */
    Leaf insert(PathPattern pattern) {
        Node node = this;
        for (PathPattern.Segment segment : pattern.segments()) {
            if (segment.kind() == PathPattern.Kind.TEXT) {
                node = node.below(segment.text());
            } else if (segment.kind() == PathPattern.Kind.REST) {
                return node.rest == null ? node.rest = new Leaf() : node.rest;
            } else {
                node = node.variable == null ? node.variable = new Node() : node.variable;
            }
        }
        return node.leaf == null ? node.leaf = new Leaf() : node.leaf;
    }

    @Nullable Leaf leaf() {
        return leaf;
    }

    @Nullable Leaf rest() {
        return rest;
    }

    @Nullable Node variable() {
        return variable;
    }

    /** The child for the segment of the path from {@code start} to {@code end}, or null. */
    @Nullable Node child(String path, int start, int end) {
        if (count == 0) {
            return null;
        }
        @Nullable String[] all = texts;
        int mask = all.length - 1;
        int length = end - start;
        for (int i = hash(path, start, end) & mask; ; i = i + 1 & mask) {
            String text = all[i];
            if (text == null) {
                return null;
            }
            if (text.length() == length && path.startsWith(text, start)) {
                return children[i];
            }
        }
    }

    /** The leaf a path reaches by text alone, or null. Allocates nothing. */
    @Nullable Leaf exact(String path) {
        Node node = this;
        int at = 1;
        while (at <= path.length()) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            node = node.child(path, at, end);
            if (node == null) {
                return null;
            }
            at = end + 1;
        }
        return node.leaf;
    }

    private Node below(String text) {
        Node child = child(text, 0, text.length());
        if (child == null) {
            if (2 * ++count > texts.length) {
                grow();
            }
            child = new Node();
            put(text, child);
        }
        return child;
    }

    private void grow() {
        @Nullable String[] oldTexts = texts;
        Node[] oldChildren = children;
        texts = new String[2 * oldTexts.length];
        children = new Node[texts.length];
        for (int i = 0; i < oldTexts.length; i++) {
            String text = oldTexts[i];
            if (text != null) {
                put(text, oldChildren[i]);
            }
        }
    }

    private void put(String text, Node child) {
        int mask = texts.length - 1;
        int i = hash(text, 0, text.length()) & mask;
        while (texts[i] != null) {
            i = i + 1 & mask;
        }
        texts[i] = text;
        children[i] = child;
    }

    private static int hash(String text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash ^ hash >>> 15;
    }
}
