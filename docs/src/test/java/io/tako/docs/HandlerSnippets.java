package io.tako.docs;

import static io.tako.extract.Extractors.json;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static io.tako.handler.Executions.offload;
import static io.tako.respond.Responses.created;

import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.Offload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The code of the page on handlers. */
final class HandlerSnippets {

    private final Users users = new Users();
    private final Path report;

    HandlerSnippets(Path report) {
        this.report = report;
    }

    record User(long id, String name) {}

    record NewUser(String name) {}

    static final class Users {
        Optional<User> find(long id) throws InterruptedException {
            Thread.sleep(1); // as a database would
            return id == 7 ? Optional.of(new User(7, "Ada")) : Optional.empty();
        }

        long add(NewUser user) {
            return user.name().length();
        }
    }

    Routes blocking() {
        // tag::blocking[]
        Routes routes =
                r ->
                        r.get("/users/{id}", handle(path("id", long.class), users::find))
                                .post(
                                        "/users",
                                        handle(
                                                json(NewUser.class),
                                                u -> created("/users/" + users.add(u))));
        // end::blocking[]
        return routes;
    }

    Routes offloaded() {
        // tag::offload[]
        Routes routes =
                r ->
                        r.get("/digest", offload(handle(() -> digest(report))))
                                .get(
                                        "/lines",
                                        handle(
                                                () ->
                                                        Offload.call(
                                                                        () ->
                                                                                Files.readAllLines(
                                                                                        report))
                                                                .size()));
        // end::offload[]
        return routes;
    }

    Routes inline() {
        // tag::inline[]
        Routes routes = r -> r.get("/ping", nonBlocking(handle(() -> "pong")));
        // end::inline[]
        return routes;
    }

    Routes reactive() {
        // tag::reactive[]
        Routes routes =
                r ->
                        r.get(
                                        "/later",
                                        handle(
                                                () ->
                                                        Mono.just("done")
                                                                .delayElement(
                                                                        Duration.ofMillis(1))))
                                .get("/numbers", handle(() -> Flux.range(1, 3)));
        // end::reactive[]
        return routes;
    }

    /** Tells who runs a handler: what the page says, not shown there. */
    static Routes threads() {
        return r ->
                r.get("/virtual", handle(HandlerSnippets::thread))
                        .get("/inline", nonBlocking(handle(HandlerSnippets::thread)))
                        .get("/offloaded", offload(handle(HandlerSnippets::thread)))
                        .get("/request", request -> Response.text("hello"))
                        .nest(
                                "/all",
                                all -> all.nonBlocking().get("/", handle(HandlerSnippets::thread)));
    }

    private static String thread() {
        return Thread.currentThread().isVirtual() ? "virtual" : "loop";
    }

    private static long digest(Path file) throws java.io.IOException {
        return Files.size(file);
    }
}
