package io.tako.routing;

import io.tako.http.Response;
import io.tako.http.TestExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** What a client would see of one request to a router. */
record Answer(int status, String body, Response response) {

    static Answer get(Router router, String target) {
        return to(router, TestExchange.get(target));
    }

    static Answer of(Router router, HttpMethod method, String target) {
        return to(router, TestExchange.of(method, target));
    }

    static Answer to(Router router, TestExchange exchange) {
        Response response = router.handle(exchange);
        try {
            String body = new String(TestExchange.render(response.body()));
            return new Answer(response.status().value(), body, response);
        } catch (Exception e) {
            throw new AssertionError("the body cannot be rendered", e);
        }
    }

    @Nullable String header(String name) {
        return response.header(name);
    }
}
