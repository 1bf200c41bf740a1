package io.tako.routing;

import io.tako.http.Attribute;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.RouterSettings;
import org.jspecify.annotations.Nullable;

/** What a router found for a method and a path: the endpoint and the values of its variables. */
public final class Match {

    /** What a miss has to tell its endpoint: the methods allowed, or what is wrong with a path. */
    static final Attribute<String> NOTE = Attribute.named("io.tako.routing.note");

    private static final String[] NONE = {};

    private final RouterSettings settings;
    private final Endpoint endpoint;
    private final String[] values;
    private final @Nullable String note;

    private Match(
            RouterSettings settings, Endpoint endpoint, String[] values, @Nullable String note) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.values = values;
        this.note = note;
    }

    static Match of(RouterSettings settings, Endpoint endpoint) {
        return new Match(settings, endpoint, NONE, null);
    }

    Match with(String[] variables) {
        return variables.length == 0 ? this : new Match(settings, endpoint, variables, note);
    }

    Match note(String text) {
        return new Match(settings, endpoint, values, text);
    }

    /** What answers the request; for a miss, what answers that. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * The request to run the endpoint with.
     *
     * @param path the percent-encoded path that was matched
     * @param query the percent-encoded query without its question mark, or null
     */
    public Request request(Exchange exchange, String path, @Nullable String query) {
        Request request =
                new Request(
                        exchange,
                        path,
                        query,
                        settings,
                        endpoint.pattern(),
                        endpoint.names(),
                        values);
        if (note != null) {
            request.attribute(NOTE, note);
        }
        return request;
    }
}
