package io.tako.autoconfigure;

import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The listeners a server is going to have. Belongs to the thread that makes the server. */
public final class Listeners {

    private final HttpListenerConfig primary;
    private final Map<String, ListenerConfig> byName = new LinkedHashMap<>();

    Listeners(HttpListenerConfig primary, List<? extends ListenerConfig> listeners) {
        this.primary = primary;
        listeners.forEach(listener -> byName.put(listener.name(), listener));
    }

    /**
     * Adds a listener that speaks HTTP in clear text, with the limits, timeouts, versions and
     * compression of the primary one, and answers by the main router.
     *
     * @param settings changes that
     * @throws IllegalArgumentException if there is a listener of that name
     */
    public Listeners http(
            String name, SocketAddress address, UnaryOperator<HttpListenerConfig> settings) {
        HttpListenerConfig like = primary.withName(name).withAddress(address).withTls(null);
        return add(settings.apply(like));
    }

    /**
     * Adds a listener.
     *
     * @throws IllegalArgumentException if there is a listener of that name
     */
    public Listeners add(ListenerConfig listener) {
        if (listener.name().equals(primary.name())
                || byName.putIfAbsent(listener.name(), listener) != null) {
            throw new IllegalArgumentException(
                    "two listeners are called \"" + listener.name() + "\"");
        }
        return this;
    }

    /**
     * Changes a listener that is there and speaks HTTP.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Listeners change(String name, UnaryOperator<HttpListenerConfig> change) {
        if (!(byName.get(name) instanceof HttpListenerConfig http)) {
            throw new IllegalArgumentException(
                    "listener: \"" + name + "\" (expected: one of " + byName.keySet() + ")");
        }
        byName.put(name, change.apply(http));
        return this;
    }

    List<ListenerConfig> all() {
        return new ArrayList<>(byName.values());
    }
}
