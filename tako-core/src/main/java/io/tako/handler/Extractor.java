package io.tako.handler;

import java.util.List;

/**
 * Takes one typed value out of a request. A value itself: named once, shared by any number of
 * routes, known to the router before the first request.
 *
 * @param <T> the type of the value
 */
public sealed interface Extractor<T> permits HeadExtractor, BodyExtractor {

    /** What this reads from the request, for checks at {@code build()} and for documentation. */
    default List<Input> inputs() {
        return List.of();
    }
}
