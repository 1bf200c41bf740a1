package io.tako.sample.web;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Extractors.queryAll;
import static io.tako.extract.Handlers.handle;

import io.tako.handler.HeadExtractor;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.sample.point.Excerpt;
import io.tako.sample.store.Aggregation;
import io.tako.sample.store.QueryException;
import io.tako.sample.store.SeriesFilter;
import io.tako.sample.store.SeriesQueries;
import io.tako.sample.store.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/** Answers what is known of the series: which there are, their samples, and those summed up. */
@Component
final class SeriesRoutes implements Routes {

    private static final int PAGE_SIZE = 100;
    private static final int LIMIT = 1_000;
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final SeriesQueries queries;

    SeriesRoutes(SeriesQueries queries) {
        this.queries = queries;
    }

    @Override
    public void define(RouterBuilder routes) {
        routes.nest("/api/series", this::series)
                .onError(QueryException.class, QueryProblems::problem);
    }

    private void series(RouterBuilder routes) {
        HeadExtractor<String> id = path("id");
        HeadExtractor<Optional<Instant>> from = moment("from");
        HeadExtractor<Optional<Instant>> to = moment("to");
        routes.get(
                        "/",
                        handle(
                                query("measurement").optional(),
                                query("field").optional(),
                                queryAll("tag", String.class).map(SeriesRoutes::tags),
                                query("page", Integer.class).orElse(0),
                                query("size", Integer.class).orElse(PAGE_SIZE),
                                this::list))
                .get("/{id}", handle(id, name -> Views.Series.of(queries.get(name))))
                .get(
                        "/{id}/range",
                        handle(
                                id,
                                from,
                                to,
                                query("limit", Integer.class).orElse(LIMIT),
                                this::range))
                .get(
                        "/{id}/aggregate",
                        handle(
                                id,
                                from,
                                to,
                                query("every").map(DurationStyle::detectAndParse).orElse(EVERY),
                                query("fn", Aggregation.class).orElse(Aggregation.AVG),
                                this::aggregate));
    }

    private Views.Page list(
            Optional<String> measurement,
            Optional<String> field,
            Map<String, String> tags,
            int page,
            int size) {
        return Views.Page.of(queries.list(new SeriesFilter(measurement, field, tags), page, size));
    }

    private Views.Range range(String id, Optional<Instant> from, Optional<Instant> to, int limit) {
        return Views.Range.of(queries.range(id, TimeRange.of(from, to), limit), queries.run());
    }

    private Views.Windows aggregate(
            String id,
            Optional<Instant> from,
            Optional<Instant> to,
            Duration every,
            Aggregation aggregation) {
        return Views.Windows.of(queries.aggregate(id, TimeRange.of(from, to), every, aggregation));
    }

    private static HeadExtractor<Optional<Instant>> moment(String name) {
        return query(name).map(text -> moment(name, text)).optional();
    }

    private static Instant moment(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new QueryException.BadParameter(
                    name + " is " + Excerpt.of(text) + ", not an ISO 8601 moment with offset");
        }
    }

    /** Reads {@code name:value}; the first colon ends the name. */
    private static Map<String, String> tags(List<String> pairs) {
        Map<String, String> tags = new HashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            if (colon < 1) {
                throw new QueryException.BadParameter(
                        "tag is " + Excerpt.of(pair) + ", not a name, a colon and a value");
            }
            String value = pair.substring(colon + 1);
            String other = tags.put(pair.substring(0, colon), value);
            if (other != null && !other.equals(value)) {
                throw new QueryException.BadParameter(
                        "tag " + Excerpt.of(pair) + " contradicts another tag parameter");
            }
        }
        return tags;
    }
}
