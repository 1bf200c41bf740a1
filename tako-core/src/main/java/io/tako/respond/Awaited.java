package io.tako.respond;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/** Waits on the handler's virtual thread for a value that comes later. */
final class Awaited {

    private Awaited() {}

    static @Nullable Object value(Mono<?> mono) throws Exception {
        return value(mono.toFuture(), "Mono");
    }

    static @Nullable Object value(CompletionStage<?> stage) throws Exception {
        return value(stage.toCompletableFuture(), "CompletionStage");
    }

    /** The remedy is in the message because the mistake is made far from here. */
    static IllegalStateException cannotWait(String what) {
        return new IllegalStateException(
                "The handler returned a "
                        + what
                        + " that is not resolved yet, and the event loop cannot wait for it:"
                        + " remove nonBlocking from this handler");
    }

    private static @Nullable Object value(CompletableFuture<?> future, String what)
            throws Exception {
        if (!future.isDone() && !Thread.currentThread().isVirtual()) {
            future.cancel(true);
            throw cannotWait(what);
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw unwrapped(cause == null ? e : Exceptions.unwrap(cause), e);
        }
    }

    static Exception unwrapped(@Nullable Throwable cause, Exception carrier) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : carrier;
    }
}
