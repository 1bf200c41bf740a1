package io.tako.autoconfigure.webflux;

import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

/**
 * Has Spring's WebSocket support upgrade on Tako. Spring picks its strategy by the class path,
 * where another server's may well be: the Reactor Netty client brings one.
 */
final class UpgradeStrategyPostProcessor implements BeanPostProcessor {

    /** What WebFlux puts in where it finds no server it knows. */
    private static final String NO_STRATEGY = "NoUpgradeStrategyWebSocketService";

    private final Supplier<RequestUpgradeStrategy> strategy;

    UpgradeStrategyPostProcessor(Supplier<RequestUpgradeStrategy> strategy) {
        this.strategy = strategy;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return switch (bean) {
            case WebSocketHandlerAdapter adapter -> adapted(adapter);
            case HandshakeWebSocketService service -> upgrading(service);
            default -> bean;
        };
    }

    private WebSocketHandlerAdapter adapted(WebSocketHandlerAdapter adapter) {
        WebSocketService service = adapter.getWebSocketService();
        WebSocketService other;
        if (service instanceof HandshakeWebSocketService handshake) {
            other = upgrading(handshake);
        } else if (service.getClass().getSimpleName().equals(NO_STRATEGY)) {
            other = new HandshakeWebSocketService(strategy.get());
        } else {
            other = service;
        }
        if (other == service) {
            return adapter;
        }
        WebSocketHandlerAdapter replaced = new WebSocketHandlerAdapter(other);
        replaced.setOrder(adapter.getOrder());
        return replaced;
    }

    /** A subclass has its own mind. */
    private HandshakeWebSocketService upgrading(HandshakeWebSocketService service) {
        if (service.getClass() != HandshakeWebSocketService.class
                || service.getUpgradeStrategy() instanceof TakoUpgradeStrategy) {
            return service;
        }
        HandshakeWebSocketService replaced = new HandshakeWebSocketService(strategy.get());
        replaced.setSessionAttributePredicate(service.getSessionAttributePredicate());
        return replaced;
    }
}
