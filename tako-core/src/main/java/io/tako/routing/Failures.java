package io.tako.routing;

import io.tako.http.PeerGone;
import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/** What becomes of an exception no error mapper answers for. */
final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);
    private static final Response UNREAD = Response.of(HttpStatus.INTERNAL_SERVER_ERROR);

    private Failures() {}

    /** Passes on what no code can go on after. */
    static void rethrowFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /** Whether the peer is gone, and with it whoever would read an answer. */
    static boolean unread(Throwable thrown, Request request) {
        return PeerGone.isCauseOf(thrown, !request.exchange().open());
    }

    /** The answer nobody reads. */
    static Response unread(Request request) {
        log.debug("Request {}: the peer left before it was answered", request.id());
        return UNREAD;
    }

    /** The default answer. */
    static Response response(Throwable thrown, Request request) {
        try {
            Request.Unmapped outer = request.attribute(Request.UNMAPPED);
            Response answer = outer == null ? null : outer.answer(thrown);
            if (answer != null) {
                return answer;
            }
            if (thrown instanceof Rejection rejection) {
                return Problems.response(rejection, request);
            }
            if (PeerGone.isInterrupt(thrown)) {
                log.debug("Request {} was interrupted", request.id());
                return Problems.response(
                        Problems.problem(
                                HttpStatus.SERVICE_UNAVAILABLE, "The request was interrupted."),
                        request);
            }
            if (thrown instanceof ErrorResponse error) {
                if (error.getStatusCode().is5xxServerError()) {
                    log.warn("Request {} failed", request.id(), thrown);
                }
                return response(error, request);
            }
        } catch (Throwable second) {
            rethrowFatal(second);
            second.addSuppressed(thrown);
            return unexpected(second, request);
        }
        return unexpected(thrown, request);
    }

    /** The answer to what nobody expected: logged here, and nothing of it told to the client. */
    static Response unexpected(Throwable thrown, Request request) {
        log.error(
                "Request {}, {} {}, failed",
                request.id(),
                request.method(),
                request.matchedPath().isEmpty() ? "(no route)" : request.matchedPath(),
                thrown);
        try {
            ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
            problem.setProperty("requestId", request.id());
            return Problems.response(problem, request);
        } catch (Throwable second) {
            rethrowFatal(second);
            log.error("Request {}: no problem could be written", request.id(), second);
            return Response.of(HttpStatus.INTERNAL_SERVER_ERROR);
        }
    }

    private static Response response(ErrorResponse error, Request request) {
        Response response =
                Problems.response(error.getBody(), request).status(error.getStatusCode());
        for (var field : error.getHeaders().headerSet()) {
            if (!field.getKey().equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                for (String value : field.getValue()) {
                    response = response.header(field.getKey(), value);
                }
            }
        }
        return response;
    }
}
