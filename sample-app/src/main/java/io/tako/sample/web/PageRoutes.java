package io.tako.sample.web;

import static io.tako.extract.Extractors.header;
import static io.tako.extract.Handlers.handle;

import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The page at {@code /} and what it is made of. Only files that are named here are served, so no
 * path can reach another one.
 */
@Component
final class PageRoutes implements Routes {

    /** Asked for again each time; its tag makes that cheap. */
    private static final String FRESH = "no-cache";

    /** Never asked for again: the version is part of the path. */
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final List<String> OWN =
            List.of(
                    "style.css",
                    "icon.svg",
                    "app.js",
                    "chart.js",
                    "feed.js",
                    "format.js",
                    "plot.js",
                    "points.js",
                    "samples.js");

    private static final List<String> LIBRARY =
            List.of(
                    "/webjars/uplot/1.6.30/dist/uPlot.esm.js",
                    "/webjars/uplot/1.6.30/dist/uPlot.min.css");

    @Override
    public void define(RouterBuilder routes) {
        routes.use(PageRoutes::guard).nonBlocking();
        file(routes, "/", "page/index.html", FRESH);
        OWN.forEach(name -> file(routes, "/page/" + name, "page/" + name, FRESH));
        LIBRARY.forEach(path -> file(routes, path, "META-INF/resources" + path, FOREVER));
    }

    private static void file(RouterBuilder routes, String path, String name, String caching) {
        PageFile file = new PageFile(name, caching);
        routes.get(path, handle(header(HttpHeaders.IF_NONE_MATCH).optional(), file::answer));
    }

    /**
     * The page runs its own scripts only, talks to its own server only and is in nobody's frame.
     */
    private static Response guard(Request request, Next next) {
        return next.run(request)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
    }
}
