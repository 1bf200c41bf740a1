package io.tako.handler;

import io.tako.http.Request;
import io.tako.http.Response;

/** The rest of the chain: inner middleware, then the handler. */
@FunctionalInterface
public interface Next {

    /**
     * Runs the rest of the chain. Never throws an exception of the application: what a handler
     * throws has become a response, and {@link Request#failure()} tells what it was.
     */
    Response run(Request request);
}
