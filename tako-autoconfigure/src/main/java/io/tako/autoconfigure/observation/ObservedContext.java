package io.tako.autoconfigure.observation;

import io.tako.http.Request;
import java.util.Map;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/** A request of a route as conventions and tracing see it; its response comes later. */
final class ObservedContext extends ServerRequestObservationContext {

    ObservedContext(Request request) {
        super(new ObservedRequest(request), ObservedResponse.NONE, Map.of());
        if (!request.matchedPath().isEmpty()) {
            setPathPattern(request.matchedPath());
        }
    }
}
