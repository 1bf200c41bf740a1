package io.tako.extract;

import org.jspecify.annotations.Nullable;

/** A handler's method over three values taken from the request; it may block and may throw. */
@FunctionalInterface
public interface F3<A, B, C> {

    /** Answers with anything that {@link io.tako.respond.Responders} can make a response of. */
    @Nullable Object apply(A a, B b, C c) throws Exception;
}
