package io.tako.handler;

import java.util.List;

/**
 * What is known of a handler before the first request.
 *
 * @param inputs what it takes from the request, in order
 * @param bodyMode what it does with the body
 * @param execution where it runs
 * @param middleware what runs around it, the first outermost
 */
public record HandlerPlan(
        List<Input> inputs, BodyMode bodyMode, Execution execution, List<Middleware> middleware) {

    /** The plan of a handler that says nothing about itself. */
    public static final HandlerPlan OPAQUE =
            new HandlerPlan(List.of(), BodyMode.UNKNOWN, Execution.VIRTUAL_THREAD, List.of());

    public HandlerPlan {
        inputs = List.copyOf(inputs);
        middleware = List.copyOf(middleware);
    }

    /** The same plan, run elsewhere. */
    public HandlerPlan execution(Execution other) {
        return new HandlerPlan(inputs, bodyMode, other, middleware);
    }

    /** The same plan behind this middleware. */
    public HandlerPlan middleware(List<Middleware> around) {
        return new HandlerPlan(inputs, bodyMode, execution, around);
    }
}
