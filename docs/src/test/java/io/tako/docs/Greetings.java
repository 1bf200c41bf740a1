package io.tako.docs;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;

import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;

/** What the page about tests tests. */
final class Greetings implements Routes {

    private final String greeting;

    Greetings(String greeting) {
        this.greeting = greeting;
    }

    @Override
    public void define(RouterBuilder routes) {
        routes.get("/greeting/{name}", handle(path("name"), name -> greeting + ", " + name + "!"));
    }
}
