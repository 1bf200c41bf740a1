package io.tako.websocket;

import io.tako.http.Body;
import io.tako.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a transport needs to go on as a WebSocket once it has sent the head of the response this is
 * the body of.
 *
 * @param handler talks over the socket
 * @param options what the route asks and allows
 * @param request the request that opens it
 * @param subprotocol the subprotocol agreed on, or null
 * @param deflate the compression agreed on, or null
 */
public record WebSocketUpgrade(
        WebSocketHandler handler,
        WebSocketOptions options,
        Request request,
        @Nullable String subprotocol,
        @Nullable Deflate deflate)
        implements Body.Upgrade {

    @Override
    public String protocol() {
        return WebSocketRoute.PROTOCOL;
    }
}
