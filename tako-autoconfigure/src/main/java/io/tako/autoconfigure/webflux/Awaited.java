package io.tako.autoconfigure.webflux;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the chain has, for a handler that asks for it without being reactive. */
final class Awaited {

    private Awaited() {}

    /**
     * The value of a publisher that caches it, or null if it has none. A virtual thread waits for
     * it; an event loop takes what is there.
     *
     * @throws IllegalStateException on an event loop if it is not there yet
     * @throws RuntimeException what the publisher has failed with
     */
    static <T> @Nullable T value(Mono<T> cached) {
        CompletableFuture<@Nullable T> there = cached.toFuture();
        if (!there.isDone()) {
            return cached.block();
        }
        try {
            return there.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
