package io.tako.http;

import java.security.Principal;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import reactor.util.context.ContextView;

/**
 * One request on its way through middleware to a handler.
 *
 * <p>A request belongs to the thread that runs its handler and is not to be kept afterwards.
 */
public final class Request implements RequestHead {

    /** Who makes the request, left by whatever found that out: Spring Security, say. */
    public static final Attribute<Principal> PRINCIPAL = Attribute.named("principal");

    /**
     * The Reactor context in which publishers that a handler returns are subscribed to; left by
     * whoever comes to the route from a reactive chain.
     */
    public static final Attribute<ContextView> REACTOR_CONTEXT = Attribute.named("reactor context");

    /**
     * Who is asked about a failure that no error mapper answers for, before the router answers by
     * itself; left by whoever brings the request to its route.
     */
    public static final Attribute<Unmapped> UNMAPPED = Attribute.named("unmapped failures");

    private static final String[] NONE = {};

    private final Exchange exchange;
    private final String path;
    private final @Nullable String query;
    private final RouterSettings settings;
    private final String matchedPath;
    private final String[] names;
    private final String[] values;
    private @Nullable Map<Attribute<?>, Object> attributes;
    private @Nullable String id;
    private @Nullable Throwable failure;

    /**
     * Creates the request a router hands to its chain.
     *
     * @param path the percent-encoded path of the exchange's target
     * @param query the percent-encoded query, or null
     * @param matchedPath the pattern that matched, or the empty string
     * @param names the pattern's variables
     * @param values their decoded values, by position
     */
    public Request(
            Exchange exchange,
            String path,
            @Nullable String query,
            RouterSettings settings,
            String matchedPath,
            String[] names,
            String[] values) {
        this.exchange = exchange;
        this.path = path;
        this.query = query;
        this.settings = settings;
        this.matchedPath = matchedPath;
        this.names = names;
        this.values = values;
    }

    /** Creates a request that no route matched, for tests and tools. */
    public static Request unmatched(Exchange exchange, RouterSettings settings) {
        String target = exchange.target();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? null : target.substring(mark + 1);
        return unmatched(exchange, path, query, settings);
    }

    /** Creates a request that no route matched, of a target that was taken apart already. */
    public static Request unmatched(
            Exchange exchange, String path, @Nullable String query, RouterSettings settings) {
        return new Request(exchange, path, query, settings, "", NONE, NONE);
    }

    @Override
    public HttpMethod method() {
        return exchange.method();
    }

    @Override
    public String target() {
        return exchange.target();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public String authority() {
        return exchange.authority();
    }

    @Override
    public @Nullable String header(String name) {
        return exchange.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return exchange.headers(name);
    }

    @Override
    public HttpHeaders headers() {
        return exchange.headers();
    }

    @Override
    public Connection connection() {
        return exchange.connection();
    }

    /** The body. Reading it is the handler's business alone: a body can be read once. */
    public Content content() {
        return exchange.content();
    }

    /**
     * Sends {@code Link} fields ahead of the answer, as a 103 (RFC 8297), so that the client loads
     * what they name while the handler is at work.
     *
     * @param links their values, such as {@code </style.css>; rel=preload; as=style}
     * @see Exchange#hints
     */
    public void hints(String... links) {
        HttpHeaders fields = new HttpHeaders();
        fields.addAll(HttpHeaders.LINK, List.of(links));
        hints(fields);
    }

    /**
     * Sends fields of the answer ahead of it, as a 103 (RFC 8297).
     *
     * @see Exchange#hints
     */
    public void hints(HttpHeaders fields) {
        exchange.hints(fields);
    }

    /** The exchange underneath, for middleware that answers early or watches the clock. */
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public String matchedPath() {
        return matchedPath;
    }

    @Override
    public @Nullable String pathVariable(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public Map<String, String> pathVariables() {
        Map<String, String> all = LinkedHashMap.newLinkedHashMap(names.length);
        for (int i = 0; i < names.length; i++) {
            all.put(names[i], values[i]);
        }
        return all;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T attribute(Attribute<T> key) {
        Object value = attributes == null ? null : attributes.get(key);
        if (value instanceof Deferred deferred) {
            T found = (T) deferred.source.get();
            attribute(key, found);
            return found;
        }
        return (T) value;
    }

    /**
     * Leaves a value that is found out when it is first asked for, on the thread that asks. Null is
     * no value; what the source throws goes to who asks.
     */
    public <T> void deferredAttribute(Attribute<T> key, Supplier<? extends @Nullable T> source) {
        if (attributes == null) {
            attributes = new IdentityHashMap<>(4);
        }
        attributes.put(key, new Deferred(source));
    }

    @Override
    public <T> void attribute(Attribute<T> key, @Nullable T value) {
        if (attributes == null) {
            attributes = new IdentityHashMap<>(4);
        }
        if (value == null) {
            attributes.remove(key);
        } else {
            attributes.put(key, value);
        }
    }

    @Override
    public RouterSettings settings() {
        return settings;
    }

    @Override
    public String id() {
        return id != null ? id : exchange.id();
    }

    /**
     * Names the request in logs and problems from here on; the default is the exchange's own id.
     */
    public void id(String id) {
        this.id = Objects.requireNonNull(id, "id");
    }

    /**
     * What the handler threw before an error mapper made a response of it, or null. For middleware
     * that records or reacts to failures: {@code Next.run} itself never throws.
     */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Notes what went wrong; called by the router when it maps an exception. */
    public void failure(Throwable thrown) {
        this.failure = thrown;
    }

    /** Answers failures that no error mapper of the router answers for. */
    @FunctionalInterface
    public interface Unmapped {

        /** The response for what was thrown, or null if the router is to answer. */
        @Nullable Response answer(Throwable thrown);
    }

    private record Deferred(Supplier<?> source) {}
}
