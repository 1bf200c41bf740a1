package io.tako.autoconfigure.actuate;

import io.tako.autoconfigure.Routers;
import io.tako.routing.Route;
import io.tako.routing.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One route.
 *
 * @param router the name of its router
 * @param method the method it answers; GET answers HEAD as well
 * @param pattern the template of its path
 * @param runs where its handler runs: {@code virtual-thread}, {@code non-blocking} on the event
 *     loop, or {@code offloaded}
 * @param body what its handler does with the body: {@code none}, {@code buffered}, {@code streamed}
 *     or {@code unknown}
 */
public record RouteDescriptor(
        String router, String method, String pattern, String runs, String body) {

    /** Every route, by the names of their routers, then as they were declared. */
    static List<RouteDescriptor> of(Routers routers) {
        List<RouteDescriptor> all = new ArrayList<>();
        new TreeMap<>(routers.byName()).forEach((name, router) -> all.addAll(of(name, router)));
        return all;
    }

    /** The same, router by router. */
    static Map<String, List<RouteDescriptor>> byRouter(Routers routers) {
        Map<String, List<RouteDescriptor>> all = new TreeMap<>();
        routers.byName().forEach((name, router) -> all.put(name, of(name, router)));
        return all;
    }

    private static List<RouteDescriptor> of(String name, Router router) {
        return router.routes().stream().map(route -> of(name, route)).toList();
    }

    private static RouteDescriptor of(String name, Route route) {
        return new RouteDescriptor(
                name,
                route.method().name(),
                route.pattern(),
                word(route.plan().execution()),
                word(route.plan().bodyMode()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
