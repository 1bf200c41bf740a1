package io.tako.handler;

import io.tako.http.Rejection;
import io.tako.http.RequestHead;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes a value out of all of a request but its body; stands at any position of {@code handle(...)}
 * and may be used any number of times.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public non-sealed interface HeadExtractor<T> extends Extractor<T> {

    /**
     * The value.
     *
     * @throws io.tako.http.Rejection if the request has no such value or it cannot be read
     */
    T extract(RequestHead head);

    /**
     * The value, or null if the request has none. An extractor overrides it when it says so at less
     * cost than an exception, or says it with another rejection than {@link Rejection.Missing}.
     *
     * @throws io.tako.http.Rejection if there is a value and it cannot be read
     */
    default @Nullable T find(RequestHead head) {
        try {
            return extract(head);
        } catch (Rejection.Missing absent) {
            return null;
        }
    }

    /**
     * The same value turned into another. An {@link IllegalArgumentException} of the function
     * becomes {@link Rejection.Malformed} with its message, so say there only what the client may
     * read.
     */
    default <R> HeadExtractor<R> map(Function<? super T, ? extends R> function) {
        return new DerivedHead<>(
                this, inputs(), (value, head) -> Steps.map(function, value, inputs()));
    }

    /** The value, or this one when the request has none; what cannot be read is still rejected. */
    default HeadExtractor<T> orElse(T other) {
        return new DefaultedHead<>(this, value -> value, other);
    }

    /** The value, or empty when the request has none; what cannot be read is still rejected. */
    default HeadExtractor<Optional<T>> optional() {
        return new DefaultedHead<>(this, Optional::of, Optional.empty());
    }

    /**
     * The same value, once the validator of the router's settings finds no fault with it; otherwise
     * {@link Rejection.Unprocessable} with all broken rules. Elements of an {@code Optional} or an
     * {@code Iterable} are validated one by one.
     */
    default HeadExtractor<T> validated() {
        return new DerivedHead<>(
                this,
                Steps.withValidation(inputs()),
                (value, head) -> Steps.validate(value, head.settings()));
    }
}
