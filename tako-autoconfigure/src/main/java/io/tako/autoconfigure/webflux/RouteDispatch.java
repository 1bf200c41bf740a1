package io.tako.autoconfigure.webflux;

import io.tako.handler.Execution;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Match;
import io.tako.routing.Router;
import io.tako.transport.http.exchange.HttpExchange;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Runs Tako's routes inside WebFlux's chain of filters: what a filter made of request and principal
 * is what the route gets, and its response goes back through what the filters put around it. Routes
 * are matched by the path the filters left, the one that they have judged. They are those of the
 * listener that the request came in by.
 */
public final class RouteDispatch {

    private final Router main;
    private final List<HandlerSurroundings> surroundings;

    /**
     * @param main the routes for what came in by no listener of Tako's: the requests of a mock
     */
    RouteDispatch(Router main, List<HandlerSurroundings> surroundings) {
        this.main = main;
        this.surroundings = List.copyOf(surroundings);
    }

    /** The routes of a router, with nothing around their handlers. */
    public static RouteDispatch of(Router router) {
        return new RouteDispatch(router, List.of());
    }

    /** The routes as WebFlux's filters come to them. */
    public WebHandler webHandler() {
        return new TakoWebHandler(this);
    }

    /** What the router has for the request; never null, a miss has an answer, too. */
    Match match(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return router(exchange).match(request.getMethod(), path(request));
    }

    /** Whether a match says more than that nothing is at its path. */
    boolean knows(ServerWebExchange exchange, Match match) {
        return router(exchange).knows(match);
    }

    /** Whether the request came in by a listener that serves other routes than the main ones. */
    boolean otherRoutes(ServerWebExchange exchange) {
        return router(exchange) != main;
    }

    private Router router(ServerWebExchange exchange) {
        return underneath(exchange.getRequest()) instanceof HttpExchange wire
                ? wire.router()
                : main;
    }

    /** The path as filters match it; without any it is no route's, unless the server is asked. */
    private static String path(ServerHttpRequest request) {
        String path = request.getPath().pathWithinApplication().value();
        return path.isEmpty() && underneath(request).target().equals("*") ? "*" : path;
    }

    /** Answers by what was matched; completes when the response was handed over. */
    Mono<Void> handle(ServerWebExchange exchange, Match match) {
        if (match.endpoint().isRoute()) {
            observed(exchange, match.endpoint().pattern());
        }
        return Mono.deferContextual(
                        context -> {
                            ContextView shared = shared(context);
                            Mono<Principal> principal =
                                    exchange.<Principal>getPrincipal().contextWrite(shared).cache();
                            Mono<Response> response =
                                    run(exchange, match, around(shared), principal, shared);
                            return match.endpoint().execution() == Execution.NON_BLOCKING
                                    ? ready(shared, principal).then(response)
                                    : response;
                        })
                .flatMap(response -> answer(response, exchange));
    }

    private ContextView shared(ContextView context) {
        ContextView shared = context;
        for (HandlerSurroundings one : surroundings) {
            shared = one.shared(shared);
        }
        return shared;
    }

    /** The first of them is the innermost. */
    private UnaryOperator<Runnable> around(ContextView context) {
        UnaryOperator<Runnable> all = UnaryOperator.identity();
        for (HandlerSurroundings one : surroundings) {
            UnaryOperator<Runnable> inner = all;
            UnaryOperator<Runnable> outer = one.around(context);
            all = task -> outer.apply(inner.apply(task));
        }
        return all;
    }

    /** An event loop cannot wait for what the handler may ask for. */
    private Mono<Void> ready(ContextView context, Mono<Principal> principal) {
        return Flux.fromIterable(surroundings)
                .concatMap(one -> one.ready(context))
                .then(principal.onErrorComplete().then());
    }

    private static Mono<Void> answer(Response response, ServerWebExchange exchange) {
        return response.body() instanceof LeftToChain left
                ? left.raise(response, exchange)
                : ChainAnswer.write(response, exchange);
    }

    /** Metrics and traces name the pattern and never the path. */
    private static void observed(ServerWebExchange exchange, String pattern) {
        ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .ifPresent(context -> context.setPathPattern(pattern));
    }

    private Mono<Response> run(
            ServerWebExchange exchange,
            Match match,
            UnaryOperator<Runnable> around,
            Mono<Principal> principal,
            ContextView context) {
        return Mono.create(
                sink -> {
                    ServerHttpRequest seen = exchange.getRequest();
                    Exchange wire = underneath(seen);
                    ChainExchange view =
                            new ChainExchange(
                                    seen, wire, main.settings().maxBufferedBody(), sink::success);
                    Request request = request(view, match, principal, context);
                    sink.onCancel(wire::interrupt);
                    start(wire, match, () -> view.respond(handled(match, request, around)));
                });
    }

    /** What answers the response runs without what is put around the handler. */
    private static Response handled(Match match, Request request, UnaryOperator<Runnable> around) {
        Response[] response = {null};
        around.apply(() -> response[0] = Surrounded.response(match.endpoint().run(request), around))
                .run();
        return Objects.requireNonNull(response[0]);
    }

    private static Exchange underneath(ServerHttpRequest seen) {
        try {
            Object wire = ServerHttpRequestDecorator.getNativeRequest(seen);
            return wire instanceof Exchange exchange ? exchange : new DetachedExchange(seen);
        } catch (IllegalStateException mock) {
            // What Spring's own mock says of the server it has not.
            return new DetachedExchange(seen);
        }
    }

    private Request request(
            ChainExchange view, Match match, Mono<Principal> principal, ContextView context) {
        ServerHttpRequest seen = view.request();
        Request request = match.request(view, path(seen), seen.getURI().getRawQuery());
        request.deferredAttribute(Request.PRINCIPAL, () -> Awaited.value(principal));
        request.attribute(Request.REACTOR_CONTEXT, context);
        request.attribute(Request.UNMAPPED, failure -> unmapped(failure, context));
        return request;
    }

    private @Nullable Response unmapped(Throwable failure, ContextView context) {
        for (HandlerSurroundings one : surroundings) {
            LeftToChain left = one.leftToChain(failure, context);
            if (left != null) {
                return left.response();
            }
        }
        return null;
    }

    private static void start(Exchange wire, Match match, Runnable handling) {
        if (wire instanceof HttpExchange exchange) {
            exchange.run(match.endpoint(), handling);
        } else {
            // A mock of a test, which has no loop to return to.
            Thread.ofVirtual().name(match.endpoint().describe()).start(handling);
        }
    }
}
