package io.tako.webflux;

import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import reactor.core.publisher.Hooks;

/** What serves a Spring application. */
enum Engine {
    TAKO_SHARED(PerCoreRuntime.class),
    TAKO_PER_CORE(SharedRuntime.class),
    REACTOR_NETTY(SharedRuntime.class);

    private static final String PACKAGE = "io.tako.autoconfigure.";
    private static final List<String> TAKO =
            List.of(
                    "TakoSettingsAutoConfiguration",
                    "TakoRuntimeAutoConfiguration",
                    "TakoRouterAutoConfiguration",
                    "TakoReactiveWebServerAutoConfiguration",
                    "TakoHttpHandlerAutoConfiguration",
                    "TakoSslAutoConfiguration",
                    "webflux.TakoRouteDispatchAutoConfiguration",
                    "webflux.TakoWebFluxAutoConfiguration");

    /** Looks for WebFlux's part of it wherever there is an application to manage. */
    private static final String MANAGEMENT =
            "org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration";

    /** A class path filter hides classes, and not that they are listed. */
    private static final List<String> WEBFLUX_LISTED =
            List.of(
                    "autoconfigure.HttpHandlerAutoConfiguration",
                    "autoconfigure.ReactiveMultipartAutoConfiguration",
                    "autoconfigure.WebFluxAutoConfiguration",
                    "autoconfigure.WebFluxObservationAutoConfiguration",
                    "autoconfigure.WebSessionIdResolverAutoConfiguration",
                    "autoconfigure.actuate.endpoint.web.WebFluxHealthEndpointExtensionAutoConfiguration",
                    "autoconfigure.actuate.web.exchanges.WebFluxHttpExchangesAutoConfiguration",
                    "autoconfigure.actuate.web.mappings.WebFluxMappingsAutoConfiguration",
                    "autoconfigure.error.ErrorWebFluxAutoConfiguration");

    private final Class<?> hidden;

    Engine(Class<?> hidden) {
        this.hidden = hidden;
    }

    /** Tako's two doors on both runtimes: an application as it is, and with a filter. */
    static Stream<Arguments> doors(Class<?> application, Class<?> filter) {
        return Stream.of(TAKO_SHARED, TAKO_PER_CORE)
                .flatMap(
                        engine ->
                                Stream.of(
                                        Arguments.of(engine, List.of(application)),
                                        Arguments.of(engine, List.of(application, filter))));
    }

    /** Tako's two runtimes, with and without thread locals carried over by Reactor. */
    static Stream<Arguments> carriages() {
        return Stream.of(TAKO_SHARED, TAKO_PER_CORE)
                .flatMap(
                        engine ->
                                Stream.of(
                                        Arguments.of(
                                                engine,
                                                "spring.reactor.context-propagation=limited"),
                                        Arguments.of(engine, CARRYING)));
    }

    boolean tako() {
        return this != REACTOR_NETTY;
    }

    /** Leaves Spring Security out of an application that has it on its class path. */
    static final String NO_SECURITY = "test.security=off";

    /** Leaves Reactor Netty's server out, and with it what Boot configures for it. */
    static final String NO_REACTOR_NETTY = "test.reactor-netty=off";

    /** Leaves Boot's WebFlux module out, as the starters of Tako do. */
    static final String NO_WEBFLUX = "test.webflux=off";

    /**
     * Has Reactor carry thread locals over, which is off unless asked for and then process-wide.
     */
    static final String CARRYING = "spring.reactor.context-propagation=auto";

    private static final String SECURITY = "org.springframework.security.";
    private static final String NETTY_SERVER = "reactor.netty.http.server.HttpServer";
    private static final String WEBFLUX = "org.springframework.boot.webflux.";

    /**
     * Starts an application on a free port of the loopback address. Its drain ends idle connections
     * at once: no client of a test sends anything more.
     */
    ReactiveWebServerApplicationContext start(Class<?> application, String... properties) {
        return start(List.of(application), properties);
    }

    /** Starts an application of several configurations. */
    ReactiveWebServerApplicationContext start(List<Class<?>> configurations, String... properties) {
        boolean bare = List.of(properties).contains(NO_SECURITY);
        boolean alone = List.of(properties).contains(NO_REACTOR_NETTY);
        boolean routesOnly = List.of(properties).contains(NO_WEBFLUX);
        ClassLoader loader =
                new FilteredClassLoader(
                        name -> name.equals(hidden.getName()),
                        name -> bare && name.startsWith(SECURITY),
                        name -> alone && name.equals(NETTY_SERVER),
                        name -> routesOnly && name.startsWith(WEBFLUX));
        SpringApplication application =
                new SpringApplication(
                        new DefaultResourceLoader(loader), configurations.toArray(Class<?>[]::new));
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(
                Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "tako.loops", "2",
                        "tako.drain.quiet", "0s"));
        List<String> arguments = new ArrayList<>();
        for (String property : properties) {
            arguments.add("--" + property);
        }
        if (!tako()) {
            application.addInitializers(
                    context ->
                            context.getBeanFactory()
                                    .registerSingleton("unwatchedBuffers", new UnwatchedBuffers()));
            arguments.add(
                    "--spring.autoconfigure.exclude="
                            + String.join(",", TAKO.stream().map(PACKAGE::concat).toList()));
        }
        if (routesOnly) {
            arguments.add(
                    "--spring.autoconfigure.exclude="
                            + String.join(
                                    ",", WEBFLUX_LISTED.stream().map(WEBFLUX::concat).toList())
                            + ","
                            + MANAGEMENT);
        }
        Hooks.disableAutomaticContextPropagation();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            return (ReactiveWebServerApplicationContext)
                    application.run(arguments.toArray(String[]::new));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Where a started application listens. */
    static int port(ReactiveWebServerApplicationContext context) {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }
}
