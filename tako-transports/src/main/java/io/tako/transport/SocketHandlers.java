package io.tako.transport;

import io.tako.tcp.TcpHandler;
import io.tako.udp.UdpHandler;
import java.util.Map;

/**
 * What talks over the sockets of listeners that speak no HTTP, by the names those call it.
 *
 * @param tcp the handlers of connections
 * @param udp the handlers of datagrams
 */
public record SocketHandlers(Map<String, TcpHandler> tcp, Map<String, UdpHandler> udp) {

    /** None at all. */
    public static final SocketHandlers NONE = new SocketHandlers(Map.of(), Map.of());

    public SocketHandlers {
        tcp = Map.copyOf(tcp);
        udp = Map.copyOf(udp);
    }

    /** One handler of connections. */
    public static SocketHandlers of(String name, TcpHandler handler) {
        return new SocketHandlers(Map.of(name, handler), Map.of());
    }

    /** One handler of datagrams. */
    public static SocketHandlers of(String name, UdpHandler handler) {
        return new SocketHandlers(Map.of(), Map.of(name, handler));
    }
}
