package io.tako.respond;

import io.tako.http.Request;
import io.tako.http.Response;

/**
 * A returned value that knows its own response. Implement it on a type of the application to let
 * every handler return that type.
 */
@FunctionalInterface
public interface Responder {

    /**
     * The response to this request.
     *
     * @throws Exception anything: treated as if the handler had thrown it
     */
    Response respond(Request request) throws Exception;
}
