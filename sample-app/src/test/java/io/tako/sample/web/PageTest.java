package io.tako.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest extends CollectorTest {

    private static final Pattern REFERENCE =
            Pattern.compile("(?:href|src)=\"([^\"]+)\"|(?:from|import) '([^']+)'");

    @Test
    void everythingThePageRefersToIsServed() throws Exception {
        Deque<String> open = new ArrayDeque<>(Set.of("/"));
        Set<String> seen = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            String target = open.pop();
            if (seen.add(target)) {
                HttpResponse<String> response = get(target);
                assertThat(response.statusCode()).as(target).isEqualTo(200);
                assertThat(response.headers().firstValue("Content-Type"))
                        .hasValueSatisfying(type -> assertThat(type).startsWith(typeOf(target)));
                if (!target.startsWith("/webjars/")) {
                    Matcher references = REFERENCE.matcher(response.body());
                    while (references.find()) {
                        String found = references.group(references.group(1) == null ? 2 : 1);
                        open.push(URI.create(target).resolve(found).toString());
                    }
                }
            }
        }
        assertThat(seen).hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/app.js", "/webjars/uplot/1.6.30/dist/uPlot.esm.js"})
    void everyFileMayBeAskedForByItsTag(String target) throws Exception {
        HttpResponse<String> first = get(target);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).startsWith("\"");

        HttpResponse<String> second = get(target, "If-None-Match", "\"other\", W/" + tag);

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.headers().firstValue("Cache-Control"))
                .isEqualTo(first.headers().firstValue("Cache-Control"));
    }

    @Test
    void filesAreCompressedAndKnownByTheirTagAllTheSame() throws Exception {
        HttpResponse<String> first = get("/page/chart.js", "Accept-Encoding", "gzip");
        assertThat(first.headers().firstValue("Content-Encoding")).hasValue("gzip");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).startsWith("W/");

        assertThat(get("/page/chart.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void ownFilesAreAskedForAgainAndThoseOfALibraryNever() throws Exception {
        assertThat(get("/").headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(get("/page/app.js").headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(
                        get("/webjars/uplot/1.6.30/dist/uPlot.min.css")
                                .headers()
                                .firstValue("Cache-Control"))
                .hasValue("public, max-age=31536000, immutable");
    }

    @Test
    void thePageMayLoadNothingFromElsewhere() throws Exception {
        String policy = get("/").headers().firstValue("Content-Security-Policy").orElseThrow();

        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*", "data:");
        assertThat(get("/").headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(get("/api/series").headers().firstValue("Content-Security-Policy")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/index.html",
                "/page/../application.yml",
                "/page/%2e%2e/application.yml",
                "/webjars/uplot/1.6.30/package.json"
            })
    void whatIsNotNamedIsNotServed(String target) throws Exception {
        assertThat(get(target).statusCode()).isIn(400, 404);
    }

    private HttpResponse<String> get(String target, String field, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(target)).header(field, value).build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static String typeOf(String target) {
        return switch (target.substring(target.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            default -> "text/html";
        };
    }
}
