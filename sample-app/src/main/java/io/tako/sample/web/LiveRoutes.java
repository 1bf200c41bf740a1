package io.tako.sample.web;

import static io.tako.extract.Extractors.lastEventId;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Handlers.handle;

import io.tako.http.Response;
import io.tako.respond.Responder;
import io.tako.respond.Sse;
import io.tako.respond.SseEmitter;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.sample.CollectorProperties;
import io.tako.sample.store.QueryException;
import io.tako.sample.store.SeriesQueries;
import io.tako.sample.store.SeriesStore;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells values as they come: those of one series as server-sent events, those of any number of
 * series over a WebSocket.
 */
@Component
final class LiveRoutes implements Routes {

    private static final Duration LATER = Duration.ofSeconds(5);

    private final SeriesQueries queries;
    private final Places places;
    private final LiveSocket socket;

    LiveRoutes(
            SeriesQueries queries,
            SeriesStore store,
            CollectorProperties properties,
            JsonMapper json) {
        this.queries = queries;
        this.places = new Places(properties.live().maxFollowers());
        this.socket = new LiveSocket(store, properties.live(), places, json);
    }

    @Override
    public void define(RouterBuilder routes) {
        routes.sse(
                        "/api/series/{id}/live",
                        handle(path("id"), lastEventId(), query("after").optional(), this::events))
                .ws("/api/live", socket)
                .onError(QueryException.class, QueryProblems::problem);
    }

    /** A browser that connects again names the last event it saw, which is newer than the query. */
    private Responder events(String id, Optional<String> lastEvent, Optional<String> after) {
        SeriesEvents events =
                new SeriesEvents(queries.feed(id), queries.run(), lastEvent.or(() -> after));
        return places.full() ? request -> busy() : Sse.emit(client -> follow(events, client));
    }

    private void follow(SeriesEvents events, SseEmitter client) throws Exception {
        if (!places.during(() -> events.emit(client))) {
            // The last place went while this answer was on its way.
            client.retry(LATER);
        }
    }

    private static Response busy() {
        return Response.of(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, String.valueOf(LATER.toSeconds()));
    }
}
