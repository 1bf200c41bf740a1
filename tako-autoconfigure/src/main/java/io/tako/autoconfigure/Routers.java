package io.tako.autoconfigure;

import io.tako.routing.Router;
import io.tako.transport.config.HttpListenerConfig;
import java.util.Map;

/**
 * All routers of the application by name. The one called {@code main} answers on the primary
 * listener.
 *
 * @param byName every router, {@code main} included
 */
public record Routers(Map<String, Router> byName) {

    /**
     * @throws IllegalArgumentException if there is no {@code main}
     */
    public Routers {
        byName = Map.copyOf(byName);
        if (!byName.containsKey(HttpListenerConfig.MAIN_ROUTER)) {
            throw new IllegalArgumentException(
                    "routers: " + byName.keySet() + " (expected: one called main among them)");
        }
    }
}
