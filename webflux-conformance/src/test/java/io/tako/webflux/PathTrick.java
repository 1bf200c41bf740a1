package io.tako.webflux;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A way of asking for a place so that one who judges the request may read it otherwise than one who
 * answers it.
 *
 * @param name says what is odd
 * @param method the method of a page's request
 * @param target the request target, made of the place's path
 * @param fields more field lines, names and values in turn; {@code {path}} stands for the path
 */
record PathTrick(String name, String method, UnaryOperator<String> target, List<String> fields) {

    static PathTrick target(String name, UnaryOperator<String> target) {
        return new PathTrick(name, "GET", target, List.of());
    }

    static PathTrick method(String method) {
        return new PathTrick("method " + method, method, path -> path, List.of());
    }

    /** The path is asked for, and the field leads elsewhere. */
    static PathTrick away(String field, String value) {
        return new PathTrick(
                field + ": " + value + " on the place", "GET", path -> path, List.of(field, value));
    }

    /** An open path is asked for, and the field leads to the place. */
    static PathTrick there(String field, String value) {
        return new PathTrick(
                field + ": " + value + " on an open path",
                "GET",
                path -> "/open/route",
                List.of(field, value));
    }

    /** The field lines for a path. */
    List<String> fieldsFor(String path) {
        return fields.stream().map(text -> text.replace("{path}", path)).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
