package io.tako.autoconfigure;

import io.tako.transport.TakoServer;
import io.tako.transport.config.ListenerConfig;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Puts the ports that listeners have into the environment, as {@code local.tako.<name>.port}, once
 * they are open. That of the primary listener is Boot's {@code local.server.port}, too.
 */
final class ListenerPorts implements ApplicationListener<ReactiveWebServerInitializedEvent> {

    private static final String SOURCE = "takoListenerPorts";

    private final ConfigurableEnvironment environment;

    ListenerPorts(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void onApplicationEvent(ReactiveWebServerInitializedEvent event) {
        if (event.getWebServer() instanceof TakoWebServer web
                && event.getApplicationContext().getServerNamespace() == null) {
            web.server().ifPresent(this::publish);
        }
    }

    private void publish(TakoServer server) {
        Map<String, Object> ports = new HashMap<>();
        for (ListenerConfig listener : server.config().listeners()) {
            server.openAddress(listener.name())
                    .filter(InetSocketAddress.class::isInstance)
                    .map(InetSocketAddress.class::cast)
                    .ifPresent(
                            address ->
                                    ports.put(
                                            "local.tako." + listener.name() + ".port",
                                            address.getPort()));
        }
        environment.getPropertySources().remove(SOURCE);
        environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, ports));
    }
}
