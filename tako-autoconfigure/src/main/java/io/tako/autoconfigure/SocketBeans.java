package io.tako.autoconfigure;

import io.tako.tcp.TcpHandler;
import io.tako.transport.SocketHandlers;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.TcpListenerConfig;
import io.tako.transport.config.UdpListenerConfig;
import io.tako.udp.UdpHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;

/** What an application context has to talk over raw sockets with. */
final class SocketBeans {

    private SocketBeans() {}

    /**
     * The handlers that the listeners name.
     *
     * @throws RefusedSettingException if a listener names one that is not there
     */
    static SocketHandlers of(ApplicationContext context, List<ListenerConfig> listeners) {
        Map<String, TcpHandler> tcp = new LinkedHashMap<>();
        Map<String, UdpHandler> udp = new LinkedHashMap<>();
        for (ListenerConfig listener : listeners) {
            switch (listener) {
                case HttpListenerConfig http -> {}
                case TcpListenerConfig raw ->
                        tcp.computeIfAbsent(
                                raw.handler(),
                                name ->
                                        decorated(
                                                context,
                                                bean(context, TcpHandler.class, raw, name)));
                case UdpListenerConfig raw ->
                        udp.computeIfAbsent(
                                raw.handler(), name -> bean(context, UdpHandler.class, raw, name));
            }
        }
        return new SocketHandlers(tcp, udp);
    }

    private static <T> T bean(
            ApplicationContext context, Class<T> type, ListenerConfig listener, String name) {
        Map<String, T> beans = context.getBeansOfType(type);
        T bean = beans.get(name);
        if (bean == null) {
            throw new RefusedSettingException(
                    NamedListeners.PREFIX + listener.name() + ".handler",
                    name,
                    "There is no bean of type " + type.getSimpleName() + " of that name.",
                    beans.isEmpty()
                            ? "Make one: a method with @Bean called \"" + name + "\"."
                            : "Name one of " + new TreeSet<>(beans.keySet()) + ".");
        }
        return bean;
    }

    private static TcpHandler decorated(ApplicationContext context, TcpHandler bean) {
        TcpHandler handler = bean;
        for (TcpHandlerDecorator decorator :
                context.getBeanProvider(TcpHandlerDecorator.class)
                        .orderedStream()
                        .toList()
                        .reversed()) {
            handler = decorator.decorate(handler);
        }
        return handler;
    }
}
