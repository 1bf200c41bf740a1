package io.tako.autoconfigure;

import io.tako.tcp.TcpHandler;
import io.tako.transport.ListenerConfig;
import io.tako.transport.SocketHandlers;
import io.tako.transport.TcpListenerConfig;
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
        List<TcpListenerConfig> named =
                listeners.stream()
                        .filter(TcpListenerConfig.class::isInstance)
                        .map(TcpListenerConfig.class::cast)
                        .toList();
        if (named.isEmpty()) {
            return SocketHandlers.NONE;
        }
        Map<String, TcpHandler> beans = context.getBeansOfType(TcpHandler.class);
        List<TcpHandlerDecorator> decorators =
                context.getBeanProvider(TcpHandlerDecorator.class).orderedStream().toList();
        Map<String, TcpHandler> handlers = new LinkedHashMap<>();
        for (TcpListenerConfig listener : named) {
            TcpHandler bean = beans.get(listener.handler());
            if (bean == null) {
                throw unknown(listener, "TcpHandler", listener.handler(), beans);
            }
            handlers.computeIfAbsent(listener.handler(), name -> decorated(bean, decorators));
        }
        return new SocketHandlers(handlers);
    }

    private static TcpHandler decorated(TcpHandler bean, List<TcpHandlerDecorator> decorators) {
        TcpHandler handler = bean;
        for (TcpHandlerDecorator decorator : decorators.reversed()) {
            handler = decorator.decorate(handler);
        }
        return handler;
    }

    private static RefusedSettingException unknown(
            ListenerConfig listener, String type, String handler, Map<String, ?> beans) {
        return new RefusedSettingException(
                NamedListeners.PREFIX + listener.name() + ".handler",
                handler,
                "There is no bean of type " + type + " of that name.",
                beans.isEmpty()
                        ? "Make one: a method with @Bean called \"" + handler + "\"."
                        : "Name one of " + new TreeSet<>(beans.keySet()) + ".");
    }
}
