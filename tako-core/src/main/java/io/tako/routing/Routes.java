package io.tako.routing;

import java.util.Objects;

/** A part of an application's routes. In a Spring application every bean of this type is asked. */
@FunctionalInterface
public interface Routes {

    /** Adds the routes; called once while the router is put together. */
    void define(RouterBuilder routes);

    /** The name of the router these belong to; listeners name the router they serve. */
    default String router() {
        return "main";
    }

    /** The same routes for the router of the given name. */
    static Routes named(String router, Routes routes) {
        Objects.requireNonNull(router, "router");
        Objects.requireNonNull(routes, "routes");
        return new Routes() {
            @Override
            public void define(RouterBuilder builder) {
                routes.define(builder);
            }

            @Override
            public String router() {
                return router;
            }
        };
    }
}
