package io.tako.routing;

import io.tako.handler.Handler;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.UriText;
import io.tako.respond.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The handlers behind what no route answers. */
final class MissHandlers {

    static final Handler NOT_FOUND =
            request -> problem(HttpStatus.NOT_FOUND, "Nothing is at this path.", request);

    static final Handler BAD_PATH =
            request -> problem(HttpStatus.BAD_REQUEST, note(request), request);

    /** RFC 9110 section 15.5.6. */
    static final Handler METHOD_NOT_ALLOWED =
            request ->
                    problem(
                                    HttpStatus.METHOD_NOT_ALLOWED,
                                    "This path does not answer this method.",
                                    request)
                            .replaceHeader(HttpHeaders.ALLOW, note(request));

    /** RFC 9110 section 9.3.7. */
    static final Handler OPTIONS =
            request -> Response.noContent().header(HttpHeaders.ALLOW, note(request));

    /** RFC 9110 section 15.4.9: the method is kept. */
    static final Handler REDIRECT =
            request -> Response.redirect(HttpStatus.PERMANENT_REDIRECT, otherSlash(request));

    private MissHandlers() {}

    private static Response problem(HttpStatus status, String detail, Request request) {
        return Problems.response(Problems.problem(status, detail), request);
    }

    private static String note(Request request) {
        String note = request.attribute(Match.NOTE);
        return note == null ? "" : note;
    }

    private static String otherSlash(Request request) {
        String path = request.path();
        String other = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
        String query = request.query();
        return query == null ? other : other + UriText.target("?" + query);
    }
}
