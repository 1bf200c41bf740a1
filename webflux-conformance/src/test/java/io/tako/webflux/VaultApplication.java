package io.tako.webflux;

import static io.tako.extract.Extractors.form;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.principal;
import static io.tako.extract.Extractors.text;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;

import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Sse;
import io.tako.routing.Routes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Routes that tell who asks, by every way a handler can run. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class VaultApplication extends Users {

    static final String NOBODY = "nobody";

    /** Who asks, by the context on this thread. */
    static String who() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? NOBODY : authentication.getName();
    }

    @Bean
    Routes ways() {
        return routes ->
                routes.get("/who", handle(principal(), Principal::getName))
                        .get("/thread", handle(VaultApplication::who))
                        .get("/parked", handle(VaultApplication::parked))
                        .get("/inline", nonBlocking(handle(VaultApplication::who)))
                        .get("/streamed", request -> streamed())
                        .sse("/events", handle(() -> Sse.emit(events -> events.send(who()))))
                        .ws(
                                "/socket",
                                socket -> {
                                    Principal asks = socket.request().attribute(Request.PRINCIPAL);
                                    socket.send(asks == null ? NOBODY : asks.getName());
                                    socket.send(who());
                                })
                        .nest(
                                "/public",
                                open ->
                                        open.get("/thread", handle(VaultApplication::who))
                                                .get(
                                                        "/inline",
                                                        nonBlocking(handle(VaultApplication::who)))
                                                .get(
                                                        "/unknown",
                                                        request -> {
                                                            throw new BadCredentialsException(
                                                                    "made up");
                                                        }));
    }

    @Bean
    Routes answers() {
        return routes ->
                routes.post("/text", handle(text(), body -> body))
                        .post("/form", handle(form(), fields -> fields.getFirst("name")))
                        .get("/file", request -> file())
                        .get(
                                "/fault",
                                request -> {
                                    throw new IllegalStateException("made up");
                                })
                        .get("/item/{id}", handle(path("id", int.class), id -> "item " + id));
    }

    private static String parked() throws InterruptedException {
        Thread.sleep(20);
        return who();
    }

    private static Response streamed() {
        return Response.stream(
                MediaType.TEXT_PLAIN, out -> out.write(who().getBytes(StandardCharsets.UTF_8)));
    }

    private static Response file() throws java.io.IOException {
        Path file = Files.createTempFile("vault", ".txt");
        Files.writeString(file, "in a file");
        file.toFile().deleteOnExit();
        return Response.file(file, MediaType.TEXT_PLAIN);
    }

    /** The same by a controller. */
    @RestController
    static class Pages {

        @PostMapping("/page")
        String page() {
            return "page";
        }
    }
}
