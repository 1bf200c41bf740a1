package io.tako.websocket;

/**
 * Talks over one WebSocket from its opening to its end. Runs on a virtual thread of its own, that
 * of the connection's core, and may block.
 */
@FunctionalInterface
public interface WebSocketHandler {

    /**
     * Runs once the handshake is through. When it returns, the socket is closed with {@link
     * CloseCode#NORMAL} unless it has ended already. A socket that ends first lets a handler go on:
     * {@code receive} tells it, and only one that is still running after {@link
     * WebSocketOptions#closeTimeout()} is interrupted.
     *
     * @throws Exception anything: the socket is closed with {@link CloseCode#SERVER_ERROR} and the
     *     failure logged, unless the socket had ended
     */
    void handle(WebSocket socket) throws Exception;
}
