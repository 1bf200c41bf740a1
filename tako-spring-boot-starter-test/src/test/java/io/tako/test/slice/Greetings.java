package io.tako.test.slice;

import static io.tako.extract.Handlers.handle;

import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

@Component
final class Greetings implements Routes {

    private final String greeting;

    Greetings(@Value("${greeting}") String greeting) {
        this.greeting = greeting;
    }

    @Override
    public void define(RouterBuilder routes) {
        routes.get("/greeting", handle(() -> greeting));
    }
}
