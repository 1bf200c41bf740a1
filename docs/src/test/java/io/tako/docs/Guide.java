package io.tako.docs;

import io.tako.http.Exchange;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import io.tako.routing.Router;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the guide, and routers without a socket to try on what they say. */
final class Guide {

    private Guide() {}

    /** The README and every page. Other places are not looked into: a build writes there. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("../README.md")));
        for (Path directory : List.of(Path.of("."), Path.of("decisions"))) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    /** The text of a page. */
    static String page(String name) throws IOException {
        return Files.readString(Path.of(name));
    }

    /** The cells of a page's table that begins with this title, without the marks of code. */
    static List<List<String>> table(String page, String title) throws IOException {
        return page(page)
                .lines()
                .dropWhile(line -> !line.startsWith("| " + title + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(Guide::cells)
                .toList();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1).split("\\|", -1))
                .map(cell -> cell.strip().replace("`", ""))
                .toList();
    }

    static Router router(Routes... parts) {
        return router(RouterSettings.defaults(), parts);
    }

    /** A router of these, each in a scope of its own, as Spring makes it of beans. */
    static Router router(RouterSettings settings, Routes... parts) {
        RouterBuilder builder = Router.builder(settings);
        for (Routes part : parts) {
            builder.scope(part);
        }
        return builder.build();
    }

    static Response ask(Router router, String target) {
        return router.handle(TestExchange.get(target));
    }

    static String text(Router router, Exchange exchange) throws Exception {
        return text(router.handle(exchange));
    }

    static String text(Response response) throws Exception {
        return new String(TestExchange.render(response.body()), StandardCharsets.UTF_8);
    }
}
