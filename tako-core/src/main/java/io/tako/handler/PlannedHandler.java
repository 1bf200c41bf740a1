package io.tako.handler;

import io.tako.http.Request;
import io.tako.http.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A handler with another plan than its own. The router reads the plan and calls the handler. */
final class PlannedHandler implements Handler {

    private final Handler handler;
    private final HandlerPlan plan;

    private PlannedHandler(Handler handler, HandlerPlan plan) {
        this.handler = handler;
        this.plan = plan;
    }

    static Handler of(Handler handler, HandlerPlan plan) {
        return new PlannedHandler(
                handler instanceof PlannedHandler planned ? planned.handler : handler, plan);
    }

    static Handler behind(Handler handler, Middleware... middleware) {
        List<Middleware> all = new ArrayList<>(List.of(middleware));
        all.addAll(handler.plan().middleware());
        return of(handler, handler.plan().middleware(all));
    }

    @Override
    public @Nullable Response handle(Request request) throws Exception {
        return handler.handle(request);
    }

    @Override
    public HandlerPlan plan() {
        return plan;
    }
}
