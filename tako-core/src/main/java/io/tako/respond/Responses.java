package io.tako.respond;

import io.tako.http.Response;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Answers by name, for handlers that say more than a plain value does. Where a value is itself a
 * refusal, an empty {@code Optional} say, the refusal is the answer.
 */
public final class Responses {

    private Responses() {}

    /** 200 with the value by its type; null is 200 without a body. */
    public static Responder ok(@Nullable Object value) {
        return with(Response.ok(), value);
    }

    /** The status with the value by its type; for a 2xx one, a refusing value wins. */
    public static Responder status(HttpStatusCode status, @Nullable Object value) {
        return with(Response.of(status), value);
    }

    /** 201 with the {@code Location} of what was created. */
    public static Responder created(String location) {
        return created(location, null);
    }

    /** 201 with the {@code Location} of what was created. */
    public static Responder created(URI location) {
        return created(location.toASCIIString());
    }

    /** 201 with the {@code Location} of what was created, and the value by its type. */
    public static Responder created(String location, @Nullable Object value) {
        return with(Response.created(location), value);
    }

    /** 202 with the value by its type: the work goes on after the answer. */
    public static Responder accepted(@Nullable Object value) {
        return with(Response.of(HttpStatus.ACCEPTED), value);
    }

    /** 204. */
    public static Responder noContent() {
        return request -> Response.noContent();
    }

    /** 404 as a problem. */
    public static Responder notFound() {
        return request -> Problems.response(Problems.problem(HttpStatus.NOT_FOUND), request);
    }

    /** 200 with the value as JSON whatever its type: text becomes a JSON string, null is null. */
    public static Responder json(@Nullable Object value) {
        return request -> Responders.json(value, request);
    }

    /** 303: the client goes on to the location with GET (RFC 9110 section 15.4.4). */
    public static Responder redirect(String location) {
        return redirect(HttpStatus.SEE_OTHER, location);
    }

    /** 303: the client goes on to the location with GET (RFC 9110 section 15.4.4). */
    public static Responder redirect(URI location) {
        return redirect(location.toASCIIString());
    }

    /**
     * A redirection of the given kind.
     *
     * @throws IllegalArgumentException if the status is not one of the 3xx
     */
    public static Responder redirect(HttpStatusCode status, String location) {
        if (!status.is3xxRedirection()) {
            throw new IllegalArgumentException(
                    "status: " + status.value() + " (expected: 300 to 399)");
        }
        Objects.requireNonNull(location, "location");
        Response response = Response.redirect(status, location);
        return request -> response;
    }

    private static Responder with(Response head, @Nullable Object value) {
        if (value == null) {
            return request -> head;
        }
        String location = head.header(HttpHeaders.LOCATION);
        return request -> {
            Response response = Responders.toResponse(value, request);
            if (!response.status().is2xxSuccessful()) {
                return response;
            }
            if (head.status().value() != HttpStatus.OK.value()) {
                response = response.status(head.status());
            }
            return location == null
                    ? response
                    : response.replaceHeader(HttpHeaders.LOCATION, location);
        };
    }
}
