package io.tako.transport.config;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * All a server is told: one set for every transport and both runtimes. Immutable.
 *
 * @param listeners what it listens on, at least one, with different names
 * @param drain how it ends
 */
public record ServerConfig(List<ListenerConfig> listeners, DrainConfig drain) {

    public ServerConfig {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("listeners: none (expected: at least one)");
        }
        Objects.requireNonNull(drain, "drain");
        Set<String> names = new HashSet<>();
        for (ListenerConfig listener : listeners) {
            if (!names.add(listener.name())) {
                throw new IllegalArgumentException(
                        "two listeners are called \"" + listener.name() + "\"");
            }
        }
    }

    /** A server with these listeners. */
    public static ServerConfig of(ListenerConfig... listeners) {
        return new ServerConfig(List.of(listeners), DrainConfig.defaults());
    }

    /** The same with these listeners in place of its own. */
    public ServerConfig withListeners(List<ListenerConfig> others) {
        return new ServerConfig(others, drain);
    }

    /** The same with another way to end. */
    public ServerConfig withDrain(DrainConfig other) {
        return new ServerConfig(listeners, other);
    }
}
