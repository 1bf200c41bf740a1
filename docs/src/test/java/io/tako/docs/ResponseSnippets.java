package io.tako.docs;

import static io.tako.extract.Handlers.handle;
import static io.tako.respond.Problems.problem;
import static io.tako.respond.Responses.created;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tako.handler.Handler;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Responder;
import io.tako.respond.Sse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;

/** The code of the page on responses. */
final class ResponseSnippets {

    private ResponseSnippets() {}

    record User(long id, String name) {}

    static List<Handler> values(Path manual) {
        // tag::values[]
        Handler hello = handle(() -> "Hello");
        Handler user = handle(() -> new User(7, "Ada"));
        Handler maybe = handle(() -> Optional.empty());
        Handler add = handle(() -> created("/users/7", new User(7, "Ada")));
        Handler gone = handle(() -> problem(HttpStatus.GONE, "It moved in March"));
        Handler file = handle(() -> manual);
        Handler entity = handle(() -> ResponseEntity.accepted().header("X-Job", "12").build());
        // end::values[]
        return List.of(hello, user, maybe, add, gone, file, entity);
    }

    static List<Handler> streams() {
        // tag::streams[]
        Handler users = handle(() -> Flux.range(1, 1000).map(id -> new User(id, "user" + id)));
        Handler ticks = handle(() -> Sse.of(Flux.interval(Duration.ofSeconds(1))));
        // end::streams[]
        return List.of(users, ticks);
    }

    static Handler hinted() {
        // tag::hints[]
        Handler page =
                request -> {
                    request.hints("</style.css>; rel=preload; as=style");
                    return Response.text(slowPage()).contentType(MediaType.TEXT_HTML);
                };
        // end::hints[]
        return page;
    }

    private static String slowPage() {
        return "<p>It took a while.";
    }

    // tag::responder[]
    record Csv(List<String> rows) implements Responder {
        @Override
        public Response respond(Request request) {
            return Response.bytes(String.join("\r\n", rows).getBytes(UTF_8), "text/csv");
        }
    }
    // end::responder[]
}
