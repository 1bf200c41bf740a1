package io.tako.autoconfigure;

import io.tako.transport.CoreCounts;
import io.tako.transport.TakoServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * The servers of an application: its own, and that of its management endpoints if they have a port
 * of theirs. Safe for any thread.
 */
public final class TakoServers implements ApplicationListener<ReactiveWebServerInitializedEvent> {

    private final List<TakoServer> started = new ArrayList<>();
    private final List<Consumer<TakoServer>> waiting = new ArrayList<>();

    TakoServers() {}

    /** A context below this one tells of its server here, too. */
    @Override
    public void onApplicationEvent(ReactiveWebServerInitializedEvent event) {
        if (event.getWebServer() instanceof TakoWebServer web) {
            web.server().ifPresent(this::started);
        }
    }

    private void started(TakoServer server) {
        List<Consumer<TakoServer>> told;
        synchronized (this) {
            if (started.contains(server)) {
                return;
            }
            started.add(server);
            told = List.copyOf(waiting);
        }
        told.forEach(action -> action.accept(server));
    }

    /** The servers that have been started, stopped ones included. */
    public synchronized List<TakoServer> all() {
        return List.copyOf(started);
    }

    /** Does this with every server that has been started, and with each one that will be. */
    public void each(Consumer<TakoServer> action) {
        List<TakoServer> before;
        synchronized (this) {
            waiting.add(action);
            before = List.copyOf(started);
        }
        before.forEach(action);
    }

    /** What goes on at a core by all servers together. */
    public CoreCounts counts(int core) {
        return all().stream()
                .map(server -> server.coreCounts().get(core))
                .reduce(CoreCounts.NONE, CoreCounts::plus);
    }
}
