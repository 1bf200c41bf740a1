package io.tako.autoconfigure;

import io.tako.autoconfigure.ListenerProperties.Type;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.Ssl;

/** Which properties of a listener go with what is spoken there. */
final class SocketSettings {

    private SocketSettings() {}

    /**
     * Refuses what has no meaning for the type, rather than to pass it over.
     *
     * @throws RefusedSettingException if there is such a property
     */
    static void refuseForeign(String prefix, ListenerProperties said) {
        Map<String, @Nullable Object> foreign = new LinkedHashMap<>();
        if (said.type() == Type.HTTP) {
            foreign.put("handler", said.handler());
        } else {
            foreign.put("router", said.router().equals("main") ? null : said.router());
            foreign.put("protocols", said.protocols());
            ListenerProperties.Limits limits = said.limits();
            foreign.put("limits.request-line", limits.requestLine());
            foreign.put("limits.headers", limits.headers());
            foreign.put("limits.max-concurrent-requests", limits.maxConcurrentRequests());
            foreign.put("limits.max-requests-per-connection", limits.maxRequestsPerConnection());
            foreign.put("limits.pipelined", limits.pipelined());
            foreign.put("limits.unread-body-drain", limits.unreadBodyDrain());
            foreign.put("limits.body-window", limits.bodyWindow());
            ListenerProperties.Timeouts timeouts = said.timeouts();
            foreign.put("timeouts.header-read", timeouts.headerRead());
            foreign.put("timeouts.keep-alive", timeouts.keepAlive());
            foreign.put("timeouts.body-read", timeouts.bodyRead());
            foreign.put("timeouts.min-request-rate", timeouts.minRequestRate());
            foreign.put("timeouts.min-response-rate", timeouts.minResponseRate());
            foreign.put("timeouts.rate-grace", timeouts.rateGrace());
        }
        if (said.type() != Type.TCP) {
            foreign.put("tcp", said.tcp());
        }
        if (said.type() != Type.UDP) {
            foreign.put("udp", said.udp());
        } else {
            foreign.put("path", said.path());
            foreign.put("ssl", said.ssl());
            foreign.put("limits.max-connections", said.limits().maxConnections());
            foreign.put("limits.write-window", said.limits().writeWindow());
            foreign.put("timeouts.write-stall", said.timeouts().writeStall());
            foreign.put("proxy-protocol", said.proxyProtocol());
            foreign.put("proxy", said.proxy());
            TakoProperties.Filter filter = said.filter();
            foreign.put("filter.max-connections-per-source", set(filter.maxConnectionsPerSource()));
            foreign.put("filter.accept-rate", set(filter.acceptRate()));
            foreign.put("filter.accept-burst", set(filter.acceptBurst()));
        }
        String type = said.type().name().toLowerCase(Locale.ROOT);
        foreign.forEach(
                (property, value) -> {
                    if (value != null) {
                        throw new RefusedSettingException(
                                prefix + "." + property,
                                value instanceof Record || value instanceof Ssl
                                        ? ""
                                        : String.valueOf(value),
                                "It has no meaning for a listener of type " + type + ".",
                                "Remove it, or change " + prefix + ".type.");
                    }
                });
    }

    private static @Nullable Integer set(int value) {
        return value == 0 ? null : value;
    }

    /** The name of the bean that talks over the listener's sockets. */
    static String handler(String prefix, ListenerProperties said) {
        String handler = said.handler();
        if (handler == null || handler.isBlank()) {
            throw new RefusedSettingException(
                    prefix + ".handler",
                    "",
                    "Nothing says which bean talks over the listener's sockets.",
                    said.type() == Type.UDP
                            ? "Name a bean of type UdpHandler."
                            : "Name a bean of type TcpHandler.");
        }
        return handler;
    }
}
