package io.tako.routing;

import io.tako.handler.Handler;
import io.tako.handler.HandlerPlan;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Sse;
import org.jspecify.annotations.Nullable;

/** A handler whose publishers become streams of events. */
final class EventsHandler implements Handler {

    private final Handler handler;

    EventsHandler(Handler handler) {
        this.handler = handler;
    }

    @Override
    public @Nullable Response handle(Request request) throws Exception {
        Sse.expect(request);
        return handler.handle(request);
    }

    @Override
    public HandlerPlan plan() {
        return handler.plan();
    }
}
