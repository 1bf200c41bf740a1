package io.tako.routing;

import io.tako.handler.BodyMode;
import io.tako.handler.Execution;
import io.tako.handler.HandlerPlan;
import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import org.jspecify.annotations.Nullable;

/**
 * A place a request can end: a route, or one of the answers a router gives by itself. Immutable and
 * safe for any thread.
 */
public final class Endpoint {

    private final int index;
    private final String description;
    private final String pattern;
    private final String[] names;
    private final boolean endsWithRest;
    private final HandlerPlan plan;
    private final Next chain;
    private final @Nullable Match redirect;

    Endpoint(
            int index,
            String description,
            String pattern,
            PathPattern variables,
            HandlerPlan plan,
            Next chain,
            @Nullable Match redirect) {
        this.index = index;
        this.description = description;
        this.pattern = pattern;
        this.names = variables.names().toArray(String[]::new);
        this.endsWithRest = variables.endsWithRest();
        this.plan = plan;
        this.chain = chain;
        this.redirect = redirect;
    }

    /**
     * Runs middleware and handler on the calling thread. Never throws an exception of the
     * application: only a {@link VirtualMachineError} other than {@link StackOverflowError} passes.
     */
    public Response run(Request request) {
        return chain.run(request);
    }

    /** What is known of the handler. */
    public HandlerPlan plan() {
        return plan;
    }

    /** The pattern of the route; empty if this is no route. */
    public String pattern() {
        return pattern;
    }

    /** Whether this is a route, and not what a router says where no route answers. */
    public boolean isRoute() {
        return !pattern.isEmpty();
    }

    /** Names this endpoint for people, such as {@code GET /users/{id}} or {@code not found}. */
    public String describe() {
        return description;
    }

    /** Numbers the endpoints of a router from 0, without gaps. */
    public int index() {
        return index;
    }

    /** What the handler does with the body. */
    public BodyMode bodyMode() {
        return plan.bodyMode();
    }

    /** Where the handler and the middleware around it run. */
    public Execution execution() {
        return plan.execution();
    }

    String[] names() {
        return names;
    }

    boolean endsWithRest() {
        return endsWithRest;
    }

    /** What sends a path that differs by a slash at its end here; null if nothing does. */
    @Nullable Match redirect() {
        return redirect;
    }

    @Override
    public String toString() {
        return description;
    }
}
