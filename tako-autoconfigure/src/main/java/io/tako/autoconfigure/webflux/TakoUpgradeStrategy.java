package io.tako.autoconfigure.webflux;

import io.tako.http.Body;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.websocket.WebSocketOptions;
import io.tako.websocket.WebSocketRoute;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Upgrades to WebSocket for Spring's {@link WebSocketHandler}s, by the handshake that Tako's own
 * sockets have: over HTTP/1.1 (RFC 6455) and as a stream of HTTP/2 (RFC 8441). Origins are
 * WebFlux's CORS configuration to judge.
 */
final class TakoUpgradeStrategy implements RequestUpgradeStrategy {

    private final WebSocketOptions options;
    private final RouterSettings settings;

    /**
     * @param options limits and keep-alive; subprotocols are each handler's own
     */
    TakoUpgradeStrategy(WebSocketOptions options, RouterSettings settings) {
        this.options = options.withAllowedOrigins("*").withPongs(true);
        this.settings = settings;
    }

    @Override
    public Mono<Void> upgrade(
            ServerWebExchange exchange,
            WebSocketHandler handler,
            @Nullable String subprotocol,
            Supplier<HandshakeInfo> handshake) {
        Exchange wire = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        ServerHttpResponse response = exchange.getResponse();
        HandshakeInfo info = handshake.get();
        return Mono.deferContextual(
                context -> {
                    WebSocketOptions chosen =
                            subprotocol == null ? options : options.withSubprotocols(subprotocol);
                    WebSocketRoute route =
                            WebSocketRoute.of(
                                    socket -> SpringSocket.run(socket, handler, info, context),
                                    chosen);
                    Response answer = route.handle(Request.unmatched(wire, settings));
                    if (!(answer.body() instanceof Body.Upgrade)) {
                        return refuse(answer, response);
                    }
                    return response.setComplete()
                            .then(Mono.fromRunnable(() -> open(answer, wire, response)));
                });
    }

    private static Mono<Void> refuse(Response answer, ServerHttpResponse response) {
        response.setStatusCode(answer.status());
        ResponseFields.set(answer, response.getHeaders());
        byte[] bytes = answer.body() instanceof Body.Bytes body ? body.array() : new byte[0];
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
    }

    /** The handshake's own fields win over what filters have set. */
    private static void open(Response answer, Exchange wire, ServerHttpResponse response) {
        HttpHeaders fields = new HttpHeaders();
        fields.putAll(response.getHeaders());
        ResponseFields.set(answer, fields);
        Response opening = Response.of(answer.status(), fields).body(answer.body());
        wire.respond(ResponseFields.withCookies(opening, response.getCookies()));
    }
}
