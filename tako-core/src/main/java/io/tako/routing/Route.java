package io.tako.routing;

import io.tako.handler.HandlerPlan;
import org.springframework.http.HttpMethod;

/**
 * One route of a built router, for start-up lines, documentation and tools.
 *
 * @param method the method it answers; a GET route answers HEAD as well
 * @param pattern the whole pattern, prefixes of nests included
 * @param plan what is known of its handler
 */
public record Route(HttpMethod method, String pattern, HandlerPlan plan) {

    @Override
    public String toString() {
        return method + " " + pattern;
    }
}
