package io.tako.docs;

import static io.tako.extract.Extractors.attribute;
import static io.tako.extract.Extractors.inputStream;
import static io.tako.extract.Handlers.handle;
import static io.tako.respond.Problems.problem;
import static org.springframework.http.HttpStatus.FORBIDDEN;

import io.tako.handler.Middleware;
import io.tako.handler.Next;
import io.tako.http.Attribute;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.middleware.AccessLog;
import io.tako.middleware.BodyLimit;
import io.tako.middleware.RequestId;
import io.tako.middleware.Timeout;
import io.tako.respond.Problems;
import io.tako.routing.Routes;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** The code of the page on middleware. */
final class MiddlewareSnippets {

    // tag::own[]
    /** Tells the client how long the handler took (W3C Server Timing). */
    static Response timed(Request request, Next next) {
        long start = System.nanoTime();
        Response response = next.run(request);
        double millis = (System.nanoTime() - start) / 1e6;
        return response.header("Server-Timing", "app;dur=" + millis);
    }

    // end::own[]

    static Routes where() {
        // tag::where[]
        Routes routes =
                r ->
                        r.use(MiddlewareSnippets::timed)
                                .get("/", handle(() -> "hello"))
                                .nest(
                                        "/admin",
                                        admin ->
                                                admin.use(MiddlewareSnippets::insidersOnly)
                                                        .get("/", handle(() -> "secret")))
                                .post(
                                        "/upload",
                                        handle(inputStream(), MiddlewareSnippets::store)
                                                .with(BodyLimit.of(4)));
        // end::where[]
        return routes;
    }

    static Response insidersOnly(Request request, Next next) {
        return request.header("X-Insider") == null
                ? Problems.response(problem(FORBIDDEN), request)
                : next.run(request);
    }

    static long store(InputStream body) throws java.io.IOException {
        return body.readAllBytes().length;
    }

    // tag::attribute[]
    static final Attribute<String> TENANT = Attribute.named("tenant");

    Middleware tenants =
            (request, next) -> {
                String tenant = request.header("X-Tenant");
                request.attribute(TENANT, tenant == null ? "public" : tenant);
                return next.run(request);
            };

    Routes home =
            routes ->
                    routes.use(tenants)
                            .get("/", handle(attribute(TENANT), tenant -> "for " + tenant));

    // end::attribute[]

    // tag::bundled[]
    @Bean
    @Order(1)
    Middleware requestId() {
        return RequestId.create();
    }

    @Bean
    @Order(2)
    Middleware accessLog() {
        return AccessLog.create();
    }

    @Bean
    @Order(3)
    Middleware timeout() {
        return Timeout.after(Duration.ofSeconds(20));
    }

    @Bean
    @Order(4)
    Middleware bodyLimit() {
        return BodyLimit.of(10 * 1024 * 1024);
    }
    // end::bundled[]
}
