package io.tako.extract;

import org.jspecify.annotations.Nullable;

/** A handler's method that takes nothing from the request; it may block and may throw. */
@FunctionalInterface
public interface F0 {

    /** Answers with anything that {@link io.tako.respond.Responders} can make a response of. */
    @Nullable Object apply() throws Exception;
}
