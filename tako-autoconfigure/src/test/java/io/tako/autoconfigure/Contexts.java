package io.tako.autoconfigure;

import io.tako.autoconfigure.webflux.TakoRouteDispatchAutoConfiguration;
import io.tako.autoconfigure.webflux.TakoWebFluxAutoConfiguration;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;

/** Applications as their starters make them, for tests. */
final class Contexts {

    /** How long tests wait for what should happen soon, on a machine that stands still at times. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private Contexts() {}

    /** A class path on which this is the only runtime. */
    static FilteredClassLoader only(RuntimeKind kind) {
        return new FilteredClassLoader(
                kind == RuntimeKind.SHARED ? PerCoreRuntime.class : SharedRuntime.class);
    }

    /** An application with a web server on a free port of the loopback address, on two loops. */
    static ReactiveWebApplicationContextRunner serving(RuntimeKind kind) {
        return new ReactiveWebApplicationContextRunner(
                        AnnotationConfigReactiveWebServerApplicationContext::new)
                .withClassLoader(only(kind))
                .withConfiguration(
                        AutoConfigurations.of(
                                JacksonAutoConfiguration.class,
                                ValidationAutoConfiguration.class,
                                TakoSettingsAutoConfiguration.class,
                                TakoRuntimeAutoConfiguration.class,
                                TakoRouterAutoConfiguration.class,
                                TakoReactiveWebServerAutoConfiguration.class,
                                TakoRouteDispatchAutoConfiguration.class,
                                TakoWebFluxAutoConfiguration.class,
                                TakoHttpHandlerAutoConfiguration.class))
                .withPropertyValues(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "server.shutdown=immediate",
                        "tako.loops=2",
                        "tako.io=nio");
    }
}
