package io.tako.autoconfigure;

import io.tako.autoconfigure.webflux.FilterChain;
import io.tako.autoconfigure.webflux.WebFluxHandler;
import io.tako.routing.Router;
import io.tako.transport.HttpService;
import io.tako.transport.config.HttpListenerConfig;
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
        HttpHandler bean = bean(context, handler);
        boolean passed =
                !(bean instanceof NotFoundHttpHandler)
                        && (FilterChain.presentIn(context) || FilterChain.presentIn(bean));
        WebFluxHandler webFlux = new WebFluxHandler(handler);
        context.getBean(Routers.class)
                .byName()
                .forEach(
                        (name, router) ->
                                services.put(
                                        name,
                                        passed
                                                ? HttpService.behind(webFlux, router)
                                                : HttpService.of(router)));
        if (!passed && !(bean instanceof NotFoundHttpHandler)) {
            // Of the routers that pass no filters, the main one shares its listener with WebFlux.
            services.computeIfPresent(
                    HttpListenerConfig.MAIN_ROUTER,
                    (name, alone) -> HttpService.of(alone.router(), webFlux));
        }
        return services;
    }

    /** A context hands out something in front of the bean that starts it late. */
    private static HttpHandler bean(ApplicationContext context, HttpHandler handler) {
        return context.getBeanProvider(HttpHandler.class).getIfUnique(() -> handler);
    }
}
