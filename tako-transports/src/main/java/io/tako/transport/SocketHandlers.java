package io.tako.transport;

import io.tako.tcp.TcpHandler;
import java.util.Map;

/**
 * What talks over the sockets of listeners that speak no HTTP, by the names those call it.
 *
 * @param tcp the handlers of connections
 */
public record SocketHandlers(Map<String, TcpHandler> tcp) {

    /** None at all. */
    public static final SocketHandlers NONE = new SocketHandlers(Map.of());

    public SocketHandlers {
        tcp = Map.copyOf(tcp);
    }

    /** One handler of connections. */
    public static SocketHandlers of(String name, TcpHandler handler) {
        return new SocketHandlers(Map.of(name, handler));
    }
}
