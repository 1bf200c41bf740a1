package io.tako.webflux;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Starts the application with the places, behind one guard on one engine. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class GuardedApplication {

    /** With all places. */
    static ReactiveWebServerApplicationContext start(Engine engine, Guard guard) {
        return start(engine, guard, true);
    }

    /** With routes alone, of WebFlux no more than a starter of Tako's brings; on Tako. */
    static ReactiveWebServerApplicationContext startRoutesAlone(Engine engine, Guard guard) {
        return start(engine, guard, false);
    }

    private static ReactiveWebServerApplicationContext start(
            Engine engine, Guard guard, boolean webFlux) {
        List<Class<?>> configurations = new ArrayList<>();
        configurations.add(GuardedApplication.class);
        configurations.add(guard.configuration());
        configurations.add(engine.tako() ? TakoPlaces.class : TwinPlaces.class);
        List<String> properties = new ArrayList<>();
        properties.add("server.http2.enabled=true");
        if (webFlux) {
            configurations.add(SpringPlaces.class);
            properties.add("management.endpoints.web.exposure.include=info");
        } else {
            properties.add(Engine.NO_WEBFLUX);
        }
        if (!guard.security()) {
            properties.add(Engine.NO_SECURITY);
        }
        return engine.start(configurations, properties.toArray(String[]::new));
    }
}
