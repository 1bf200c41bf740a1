package io.tako.autoconfigure.webflux;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the chain has, for a handler that asks for it without being reactive. */
final class Awaited {

    private Awaited() {}

    /**
     * The value of a publisher that caches it, or null if it has none. A thread that may wait does;
     * an event loop takes what is there. Nothing of the thread goes into the publisher's context:
     * with automatic context propagation that could be the very value that is waited for.
     *
     * @throws IllegalStateException on an event loop if it is not there yet, or if the wait is
     *     interrupted
     * @throws RuntimeException what the publisher has failed with
     */
    static <T> @Nullable T value(Mono<T> cached) {
        CompletableFuture<@Nullable T> there = new CompletableFuture<>();
        cached.subscribe(there::complete, there::completeExceptionally, () -> there.complete(null));
        if (!there.isDone() && Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(
                    "what the chain has is not there yet, and "
                            + Thread.currentThread().getName()
                            + " cannot wait for it");
        }
        try {
            return there.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for what the chain has", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("the chain failed", e.getCause());
        }
    }
}
