package io.tako.webflux;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What Reactor Netty answers in each cell, asked once for each guard. */
final class Reference {

    private static final Map<Guard, Map<Cell, Reply>> KNOWN = new EnumMap<>(Guard.class);

    private Reference() {}

    static synchronized Map<Cell, Reply> of(Guard guard) throws Exception {
        Map<Cell, Reply> known = KNOWN.get(guard);
        if (known == null) {
            try (var context = GuardedApplication.start(Engine.REACTOR_NETTY, guard)) {
                known = Matrix.ask(Engine.port(context), Matrix.cells(places(guard)));
            }
            KNOWN.put(guard, known);
        }
        return known;
    }

    /** Places of every kind behind Spring Security; behind another guard one stands for all. */
    static List<Place> places(Guard guard) {
        return switch (guard) {
            case LENIENT -> List.of(Place.values());
            case STRICT ->
                    List.of(
                            Place.ADMIN_ROUTE,
                            Place.ADMIN_EVENTS,
                            Place.ADMIN_SOCKET,
                            Place.ADMIN_PAGE,
                            Place.ADMIN_FEED,
                            Place.ACTUATOR);
            case FORWARDED, FILTER, DECORATOR -> List.of(Place.ADMIN_ITEM);
        };
    }
}
