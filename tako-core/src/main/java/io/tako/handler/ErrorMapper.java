package io.tako.handler;

import io.tako.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Makes an answer of an exception: a {@code Response}, or any value a handler may return.
 *
 * @param <E> what it answers for
 */
@FunctionalInterface
public interface ErrorMapper<E extends Throwable> {

    /** The answer for this exception. */
    @Nullable Object map(E thrown, Request request) throws Exception;
}
