package io.tako.handler;

import io.tako.http.Rejection;
import io.tako.http.Request;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes a value out of a request's body; stands last in {@code handle(...)}, so that a body is read
 * once, as the compiler checks.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public non-sealed interface BodyExtractor<T> extends Extractor<T> {

    /**
     * The value.
     *
     * @throws io.tako.http.Rejection if the body cannot be read as this
     * @throws java.io.IOException if the peer left while it was read
     */
    T extract(Request request) throws Exception;

    /** Whether it wants the body in memory or piece by piece. */
    default BodyMode bodyMode() {
        return BodyMode.BUFFERED;
    }

    /**
     * The same value turned into another. An {@link IllegalArgumentException} of the function
     * becomes {@link Rejection.Malformed} with its message, so say there only what the client may
     * read.
     */
    default <R> BodyExtractor<R> map(Function<? super T, ? extends R> function) {
        return new DerivedBody<>(
                this, inputs(), request -> Steps.map(function, extract(request), inputs()));
    }

    /** The value, or this one when there is no body; what cannot be read is still rejected. */
    default BodyExtractor<T> orElse(T other) {
        return new DerivedBody<>(
                this,
                Steps.notRequired(inputs()),
                request -> {
                    try {
                        return extract(request);
                    } catch (Rejection.Missing absent) {
                        return other;
                    }
                });
    }

    /** The value, or empty when there is no body; what cannot be read is still rejected. */
    default BodyExtractor<Optional<T>> optional() {
        return new DerivedBody<>(
                this,
                Steps.notRequired(inputs()),
                request -> {
                    try {
                        return Optional.of(extract(request));
                    } catch (Rejection.Missing absent) {
                        return Optional.empty();
                    }
                });
    }

    /**
     * The same value, once the validator of the router's settings finds no fault with it; otherwise
     * {@link Rejection.Unprocessable} with all broken rules. Elements of an {@code Optional} or an
     * {@code Iterable} are validated one by one.
     */
    default BodyExtractor<T> validated() {
        return new DerivedBody<>(
                this,
                Steps.withValidation(inputs()),
                request -> Steps.validate(extract(request), request.settings()));
    }
}
