package io.tako.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a router says by itself of paths that match its routes: other methods, OPTIONS, a slash too
 * many. Behind the middleware of the scope the routes belong to, so that what guards them or
 * answers preflight requests for them is asked.
 *
 * @param redirect null where trailing slashes are not redirected
 */
record Misses(
        Scope scope,
        @Nullable Misses outer,
        Match methodNotAllowed,
        Match options,
        @Nullable Match redirect) {

    /** The innermost that is around both. */
    Misses common(Misses other) {
        Misses one = this;
        Misses two = other;
        while (one != two) {
            if (one.scope.depth() >= two.scope.depth() && one.outer != null) {
                one = one.outer;
            } else if (two.outer != null) {
                two = two.outer;
            } else {
                return one;
            }
        }
        return one;
    }
}
