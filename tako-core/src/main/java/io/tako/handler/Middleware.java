package io.tako.handler;

import io.tako.http.Request;
import io.tako.http.Response;

/**
 * Runs around handlers, on the same thread: before by looking at the request, after by returning
 * another response, instead by not calling {@code next}.
 */
@FunctionalInterface
public interface Middleware {

    /**
     * Handles the request, usually by calling {@code next} once.
     *
     * @throws Exception anything: an error mapper makes a response of it for the middleware outside
     */
    Response handle(Request request, Next next) throws Exception;
}
