package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Who is let through where, by all the tricks there are for paths, on Tako and on Reactor Netty.
 * Where routes are Tako's, Reactor Netty has twins of them in WebFlux.
 */
final class SecurityMatrixTest {

    @Test
    void thereAreMoreTricksThanThirty() {
        assertThat(PathTricks.all()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "TAKO_SHARED, LENIENT",
        "TAKO_SHARED, STRICT",
        "TAKO_SHARED, FORWARDED",
        "TAKO_SHARED, FILTER",
        "TAKO_SHARED, DECORATOR",
        "TAKO_PER_CORE, LENIENT",
        "TAKO_PER_CORE, STRICT",
        "TAKO_PER_CORE, FORWARDED",
        "TAKO_PER_CORE, FILTER",
        "TAKO_PER_CORE, DECORATOR"
    })
    void nobodyIsLetThroughWhomReactorNettyRefuses(Engine engine, Guard guard) throws Exception {
        try (var context = GuardedApplication.start(engine, guard)) {
            check(Engine.port(context), guard, Reference.places(guard));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TAKO_SHARED, STRICT",
        "TAKO_SHARED, FORWARDED",
        "TAKO_SHARED, FILTER",
        "TAKO_SHARED, DECORATOR",
        "TAKO_PER_CORE, STRICT",
        "TAKO_PER_CORE, FILTER"
    })
    void nobodyIsWhereThereAreRoutesAlone(Engine engine, Guard guard) throws Exception {
        List<Place> routes = Reference.places(guard).stream().filter(Place::route).toList();
        try (var context = GuardedApplication.startRoutesAlone(engine, guard)) {
            assertThat(context.getBeanNamesForType(DispatcherHandler.class)).isEmpty();
            check(Engine.port(context), guard, routes);
        }
    }

    private static void check(int port, Guard guard, List<Place> places) throws Exception {
        Map<Cell, Reply> tako = Matrix.ask(port, Matrix.cells(places));
        for (Place place : places) {
            for (Caller caller : Caller.values()) {
                Reply plain = tako.get(new Cell(place, PathTricks.PLAIN, caller));
                assertThat(plain).isNotNull();
                assertThat(plain.status())
                        .as("%s for %s", place, caller)
                        .isEqualTo(expected(place, caller));
                assertThat(plain.text().contains(place.secret()))
                        .as("%s for %s", place, caller)
                        .isEqualTo(place.admits(caller));
            }
        }
        assertThat(Matrix.faults(tako, Reference.of(guard))).isEmpty();
    }

    private static int expected(Place place, Caller caller) {
        if (place.admits(caller)) {
            return place.socket() ? 101 : 200;
        }
        return caller == Caller.ANONYMOUS ? 401 : 403;
    }
}
