package io.tako.autoconfigure;

import io.tako.autoconfigure.webflux.FilterChain;
import io.tako.autoconfigure.webflux.WebFluxHandler;
import io.tako.routing.Router;
import io.tako.transport.HttpListenerConfig;
import io.tako.transport.HttpService;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * What an application context has to answer requests with. Tako's routes are reached at once where
 * nothing stands before them, and by way of WebFlux where there are filters, so that there is no
 * way around one.
 */
final class HttpServices {

    private HttpServices() {}

    /** By the names that listeners call them. */
    static Map<String, HttpService> of(ApplicationContext context, HttpHandler handler) {
        if (context.getBeanNamesForType(Routers.class).length == 0) {
            // A context of management endpoints; the routes are its parent's.
            HttpService alone =
                    HttpService.behind(new WebFluxHandler(handler), Router.builder().build());
            return Map.of(HttpListenerConfig.MAIN_ROUTER, alone);
        }
        Map<String, HttpService> services = new LinkedHashMap<>();
        context.getBean(Routers.class)
                .byName()
                .forEach((name, router) -> services.put(name, HttpService.of(router)));
        services.computeIfPresent(
                HttpListenerConfig.MAIN_ROUTER, (name, alone) -> main(alone, context, handler));
        return services;
    }

    /** Looks at the bean: a context hands out something in front of it that starts it late. */
    private static HttpService main(
            HttpService alone, ApplicationContext context, HttpHandler handler) {
        HttpHandler bean = context.getBeanProvider(HttpHandler.class).getIfUnique(() -> handler);
        if (bean instanceof NotFoundHttpHandler) {
            return alone;
        }
        WebFluxHandler webFlux = new WebFluxHandler(handler);
        return FilterChain.presentIn(context) || FilterChain.presentIn(bean)
                ? HttpService.behind(webFlux, alone.router())
                : HttpService.of(alone.router(), webFlux);
    }
}
