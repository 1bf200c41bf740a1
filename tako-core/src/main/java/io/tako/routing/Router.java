package io.tako.routing;

import io.tako.http.Exchange;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Finds what answers a request. Immutable and safe for any thread; a route without variables is
 * found without allocating. A match takes as many steps as its path has segments, however many
 * routes there are.
 *
 * <p>A path is percent-decoded once. An encoded slash never separates segments: a variable has it
 * as {@code /}, a catch-all keeps it as {@code %2F}. Broken encodings, control characters and dot
 * segments are answered with 400 before any route is asked. Slashes are never collapsed.
 */
public final class Router {

    private final RouterSettings settings;
    private final Node tree;
    private final Fallbacks fallbacks;
    private final Match badPath;
    private final Match serverOptions;
    private final List<Route> routes;
    private final int endpoints;
    private final int variables;
    private final boolean redirects;

    Router(
            RouterSettings settings,
            Node tree,
            Fallbacks fallbacks,
            Match badPath,
            Match serverOptions,
            List<Route> routes,
            int endpoints,
            int variables,
            boolean redirects) {
        this.settings = settings;
        this.tree = tree;
        this.fallbacks = fallbacks;
        this.badPath = badPath;
        this.serverOptions = serverOptions;
        this.routes = List.copyOf(routes);
        this.endpoints = endpoints;
        this.variables = variables;
        this.redirects = redirects;
    }

    /** Starts a router with {@link RouterSettings#defaults()}. */
    public static RouterBuilder builder() {
        return builder(RouterSettings.defaults());
    }

    /** Starts a router that lends these settings to its handlers. */
    public static RouterBuilder builder(RouterSettings settings) {
        return new RouterBuilder(settings, new Scope(null, ""));
    }

    /** What the router lends its handlers. */
    public RouterSettings settings() {
        return settings;
    }

    /**
     * Finds what answers a request. Never null: a miss has an endpoint that says so.
     *
     * @param path the percent-encoded path of the target, or {@code *} (RFC 9112 section 3.2.4)
     */
    public Match match(HttpMethod method, String path) {
        if (path.equals("*")) {
            return method.equals(HttpMethod.OPTIONS)
                    ? serverOptions
                    : badPath.note("The target * is for OPTIONS alone.");
        }
        String text;
        try {
            text = PathText.decode(path);
        } catch (BadPathException e) {
            return badPath.note(e.what());
        }
        Leaf leaf = tree.exact(text);
        Match match = leaf == null ? null : leaf.find(method);
        return match == null ? search(method, text) : match;
    }

    /**
     * Whether a match of this router says more than that nothing is at its path: a route, a
     * fallback, the methods a path has, where it moved.
     */
    public boolean knows(Match match) {
        return match.endpoint() != badPath.endpoint()
                && match.endpoint() != fallbacks.root().endpoint();
    }

    /**
     * Answers an exchange on the calling thread: finds the endpoint and runs it. Sends nothing; the
     * caller does.
     */
    public Response handle(Exchange exchange) {
        String target = exchange.target();
        int start = pathStart(target);
        int mark = target.indexOf('?', start);
        String path = target.substring(start, mark < 0 ? target.length() : mark);
        if (path.isEmpty()) {
            path = exchange.method().equals(HttpMethod.OPTIONS) ? "*" : "/";
        }
        String query = mark < 0 ? null : target.substring(mark + 1);
        Match match = match(exchange.method(), path);
        return match.endpoint().run(match.request(exchange, path, query));
    }

    /** All routes in the order they were declared, those of a nest after its router's own. */
    public List<Route> routes() {
        return routes;
    }

    /** How many endpoints there are; their indexes are the numbers below. */
    public int endpointCount() {
        return endpoints;
    }

    private Match search(HttpMethod method, String text) {
        Search search = new Search(method, text, variables);
        Match match = search.find(tree);
        if (match != null) {
            return match;
        }
        List<Leaf> passed = search.passed();
        if (!passed.isEmpty()) {
            Misses misses = passed.getFirst().misses();
            Match miss =
                    method.equals(HttpMethod.OPTIONS)
                            ? misses.options()
                            : misses.methodNotAllowed();
            return miss.note(Leaf.allow(passed));
        }
        Match redirect = redirects ? redirect(method, text) : null;
        return redirect == null ? fallbacks.find(text) : redirect;
    }

    /** A path with a backslash is sent nowhere: some clients read it as a slash of their own. */
    private @Nullable Match redirect(HttpMethod method, String text) {
        if (text.length() == 1 || text.endsWith("//") || text.indexOf('\\') >= 0) {
            return null;
        }
        String other = text.endsWith("/") ? text.substring(0, text.length() - 1) : text + "/";
        Match match = new Search(method, other, variables).find(tree);
        return match == null ? null : match.endpoint().redirect();
    }

    /** Behind scheme and authority of an absolute target (RFC 9112 section 3.2.2), or 0. */
    private static int pathStart(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return 0;
        }
        for (int i = scheme + 3; i < target.length(); i++) {
            if (target.charAt(i) == '/' || target.charAt(i) == '?') {
                return i;
            }
        }
        return target.length();
    }
}
