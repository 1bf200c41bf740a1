package io.tako.autoconfigure.webflux;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * What a handler finds set on its thread though the chain that came to it is reactive: thread
 * locals, say. Put around the handler on whatever thread it runs, and around what it leaves behind
 * to write a body or to talk over a socket.
 */
@FunctionalInterface
interface HandlerSurroundings {

    /**
     * What to put around a handler.
     *
     * @param context the chain's, as {@link #shared} has made it
     */
    UnaryOperator<Runnable> around(ContextView context);

    /**
     * The chain's context with what is dear to ask for in it such that it is asked for once, and
     * not before somebody wants it.
     */
    default ContextView shared(ContextView context) {
        return context;
    }

    /**
     * Completes, and never fails, when nothing that {@link #around} sets has to be waited for: for
     * handlers that cannot wait.
     */
    default Mono<Void> ready(ContextView context) {
        return Mono.empty();
    }

    /**
     * What the chain is told of a failure that is its to answer; null for those that are the
     * router's.
     */
    default @Nullable LeftToChain leftToChain(Throwable failure, ContextView context) {
        return null;
    }
}
