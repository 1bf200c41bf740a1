package io.tako.sample.admin;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.peer;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Handlers.handle;

import io.tako.respond.Problems;
import io.tako.respond.Responder;
import io.tako.respond.Responses;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.sample.point.Excerpt;
import io.tako.sample.point.Timestamps;
import io.tako.sample.store.SeriesStore;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Counts series and removes them. Of the router {@code admin}: no port leads here. */
@Component
final class AdminRoutes implements Routes {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final SeriesStore store;
    private final InstantSource clock;

    AdminRoutes(SeriesStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String router() {
        return "admin";
    }

    @Override
    public void define(RouterBuilder routes) {
        routes.get("/series/count", handle(store::counts))
                .delete("/series/{id}", handle(path("id"), this::remove))
                .post("/series/trim", handle(query("olderThan").map(this::moment), this::trim))
                .get("/peer", handle(peer(), caller -> caller));
    }

    private Responder remove(String id) {
        return store.remove(id)
                ? Responses.noContent()
                : Responses.status(
                        HttpStatus.NOT_FOUND,
                        Problems.problem(HttpStatus.NOT_FOUND, "no series " + Excerpt.of(id)));
    }

    /** Removes the series whose newest value is older. */
    private Trimmed trim(long moment) {
        return new Trimmed(store.removeOlderThan(moment));
    }

    private long moment(String age) {
        Duration before = DurationStyle.detectAndParse(age);
        if (before.isNegative() || before.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("from 0 to " + LONGEST.toDays() + "d");
        }
        return Timestamps.nanos(clock.instant().minus(before));
    }

    /**
     * What a trim did.
     *
     * @param removed how many series are gone
     */
    record Trimmed(int removed) {}
}
