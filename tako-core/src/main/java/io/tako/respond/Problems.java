package io.tako.respond;

import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.Response;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** Errors told to clients as RFC 9457 problems. */
public final class Problems {

    private static final URI BLANK = URI.create("about:blank");

    private Problems() {}

    /** A problem that says no more than its status. */
    public static ProblemDetail problem(HttpStatusCode status) {
        return ProblemDetail.forStatus(status);
    }

    /** A problem with words for the client; null leaves them out. */
    public static ProblemDetail problem(HttpStatusCode status, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setDetail(detail);
        return problem;
    }

    /**
     * The problem as {@code application/problem+json}, written by the application's mapper. The
     * type {@code about:blank} is left out, being the default (RFC 9457 section 3.1.1), and a
     * property cannot replace a standard member.
     */
    public static Response response(ProblemDetail problem, Request request) {
        byte[] json = request.settings().json().writeValueAsBytes(members(problem));
        return Response.bytes(json, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .status(HttpStatusCode.valueOf(problem.getStatus()));
    }

    /**
     * The problem a rejection becomes, with the fields its status calls for: {@code
     * WWW-Authenticate} for 401 (RFC 9110 section 11.6.1) and {@code Content-Range} for 416 (RFC
     * 9110 section 14.4). Broken rules are listed under {@code errors}.
     */
    public static Response response(Rejection rejection, Request request) {
        ProblemDetail problem = problem(rejection.status(), rejection.what());
        if (rejection instanceof Rejection.Unprocessable unprocessable) {
            problem.setProperty("errors", unprocessable.violations());
        }
        Response response = response(problem, request);
        return switch (rejection) {
            case Rejection.Unauthenticated unauthenticated ->
                    response.header(HttpHeaders.WWW_AUTHENTICATE, unauthenticated.challenge());
            case Rejection.RangeNotSatisfiable range ->
                    response.header(HttpHeaders.CONTENT_RANGE, "bytes */" + range.length());
            default -> response;
        };
    }

    private static Map<String, Object> members(ProblemDetail problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        URI type = problem.getType();
        if (type != null && !BLANK.equals(type)) {
            members.put("type", type.toString());
        }
        put(members, "title", problem.getTitle());
        members.put("status", problem.getStatus());
        put(members, "detail", problem.getDetail());
        put(members, "instance", problem.getInstance());
        Map<String, Object> properties = problem.getProperties();
        if (properties != null) {
            properties.forEach(
                    (name, value) -> {
                        if (!"type".equals(name)) {
                            members.putIfAbsent(name, value);
                        }
                    });
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value instanceof URI uri ? uri.toString() : value);
        }
    }
}
