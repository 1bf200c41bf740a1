package io.tako.handler;

import io.tako.http.Request;
import io.tako.http.Response;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request. Runs on a virtual thread and may block, unless its plan says {@link
 * Execution#NON_BLOCKING}.
 *
 * <p>Most handlers are made by {@code Handlers.handle(...)} from extractors and a method; a lambda
 * over the request itself is a handler too.
 */
@FunctionalInterface
public interface Handler {

    /**
     * Answers the request.
     *
     * @return the answer; null means 204
     * @throws Exception anything: {@code onError} or the default problem makes a response of it
     */
    @Nullable Response handle(Request request) throws Exception;

    /** What the router can know of this handler before the first request. */
    default HandlerPlan plan() {
        return HandlerPlan.OPAQUE;
    }

    /** This handler behind the given middleware, the first one outermost. */
    default Handler with(Middleware... middleware) {
        return PlannedHandler.behind(this, middleware);
    }
}
