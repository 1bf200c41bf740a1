package io.tako.extract;

import io.tako.handler.Handler;
import io.tako.handler.HandlerPlan;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Responders;
import org.jspecify.annotations.Nullable;

/** Calls a method with what its extractors found and turns its value into a response. */
final class MethodHandler implements Handler {

    private final HandlerPlan plan;
    private final Call call;

    MethodHandler(HandlerPlan plan, Call call) {
        this.plan = plan;
        this.call = call;
    }

    @Override
    public Response handle(Request request) throws Exception {
        return Responders.toResponse(call.answer(request), request);
    }

    @Override
    public HandlerPlan plan() {
        return plan;
    }

    /** Extractors and method in one. */
    @FunctionalInterface
    interface Call {
        @Nullable Object answer(Request request) throws Exception;
    }
}
