package io.tako.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.tako.handler.Middleware;
import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Observes requests as WebFlux does: from before the first middleware to the end of the answer, by
 * the pattern of the route and never by the path. A request that comes through WebFlux's chain is
 * observed there already and only finds its observation current here.
 */
final class ObservedRequests implements Middleware, Ordered {

    private static final ServerRequestObservationConvention STANDARD =
            new DefaultServerRequestObservationConvention();

    private final ObservationRegistry registry;
    private final ServerRequestObservationConvention convention;

    ObservedRequests(ObservationRegistry registry, ServerRequestObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    /** Around all other middleware, so that their logs have the trace, too. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Response handle(Request request, Next next) {
        ContextView chain = request.attribute(Request.REACTOR_CONTEXT);
        if (chain != null) {
            return observed(request, next, chain);
        }
        if (registry.isNoop()) {
            return next.run(request);
        }
        ServerRequestObservationContext context = new ObservedContext(request);
        Observation observation =
                ServerHttpObservationDocumentation.HTTP_REACTIVE_SERVER_REQUESTS.observation(
                        convention, STANDARD, () -> context, registry);
        if (observation.isNoop()) {
            return next.run(request);
        }
        request.attribute(
                Request.REACTOR_CONTEXT,
                Context.of(ObservationThreadLocalAccessor.KEY, observation));
        return new RequestObservation(observation.start(), context).run(request, next);
    }

    /** The chain sees a response whatever the handler threw, so what it threw is told from here. */
    private static Response observed(Request request, Next next, ContextView chain) {
        Response response = next.run(request);
        Observation observation = chain.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        if (observation == null) {
            return response;
        }
        Throwable failure = request.failure();
        if (failure != null) {
            observation.error(failure);
        }
        return CurrentObservation.whileSent(response, observation);
    }
}
