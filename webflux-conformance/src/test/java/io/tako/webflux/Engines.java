package io.tako.webflux;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** One application, started once by each of several engines. */
final class Engines implements AutoCloseable {

    /** Both of Tako's. */
    static final Set<Engine> TAKO = Set.of(Engine.TAKO_SHARED, Engine.TAKO_PER_CORE);

    /** All there are. */
    static final Set<Engine> ALL = Set.of(Engine.values());

    private final Map<Engine, ReactiveWebServerApplicationContext> contexts =
            new EnumMap<>(Engine.class);

    private Engines() {}

    /** Starts the application by these engines, without Spring Security. */
    static Engines start(Set<Engine> engines, Class<?> application, String... properties) {
        String[] all = new String[properties.length + 1];
        System.arraycopy(properties, 0, all, 0, properties.length);
        all[properties.length] = Engine.NO_SECURITY;
        Engines started = new Engines();
        try {
            for (Engine engine : engines) {
                started.contexts.put(engine, engine.start(application, all));
            }
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** Where the engine listens. */
    int port(Engine engine) {
        return Engine.port(context(engine));
    }

    /** A bean of the application that this engine serves. */
    <T> T bean(Engine engine, Class<T> type) {
        return context(engine).getBean(type);
    }

    private ReactiveWebServerApplicationContext context(Engine engine) {
        return Objects.requireNonNull(contexts.get(engine), () -> engine + " was not started");
    }

    @Override
    public void close() {
        contexts.values().forEach(ReactiveWebServerApplicationContext::close);
    }
}
