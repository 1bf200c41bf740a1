package io.tako.extract;

import org.jspecify.annotations.Nullable;

/** A handler's method over five values taken from the request; it may block and may throw. */
@FunctionalInterface
public interface F5<A, B, C, D, E> {

    /** Answers with anything that {@link io.tako.respond.Responders} can make a response of. */
    @Nullable Object apply(A a, B b, C c, D d, E e) throws Exception;
}
