package io.tako.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;

/**
 * An answer: status, fields, body, trailers. Immutable, so one instance may be a constant and
 * middleware that adds a field cannot reach into another request: every method returns a copy.
 *
 * <p>Framing is the transport's: {@code Content-Length}, {@code Transfer-Encoding}, {@code
 * Connection} and {@code Date} set here are ignored.
 */
public final class Response {

    private static final String[] NO_FIELDS = {};
    private static final Response OK = new Response(HttpStatus.OK, NO_FIELDS, Body.EMPTY, null);

    private static final String TEXT = "text/plain;charset=UTF-8";

    private final HttpStatusCode status;
    private final String[] fields;
    private final Body body;
    private final @Nullable Supplier<HttpHeaders> trailers;

    private Response(
            HttpStatusCode status,
            String[] fields,
            Body body,
            @Nullable Supplier<HttpHeaders> trailers) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.trailers = trailers;
    }

    /** 200 without a body. */
    public static Response ok() {
        return OK;
    }

    /** The given status without a body. */
    public static Response of(HttpStatusCode status) {
        return new Response(Objects.requireNonNull(status, "status"), NO_FIELDS, Body.EMPTY, null);
    }

    /** The given status with all these fields and without a body. */
    public static Response of(HttpStatusCode status, HttpHeaders fields) {
        List<String> lines = new ArrayList<>(2 * fields.size());
        fields.forEach(
                (name, values) -> {
                    checkName(name);
                    for (String value : values) {
                        lines.add(name);
                        lines.add(checkValue(value));
                    }
                });
        return new Response(
                Objects.requireNonNull(status, "status"),
                lines.toArray(NO_FIELDS),
                Body.EMPTY,
                null);
    }

    /** 200 with UTF-8 text. */
    public static Response text(String text) {
        return new Response(
                HttpStatus.OK,
                new String[] {HttpHeaders.CONTENT_TYPE, TEXT},
                Body.of(text.getBytes(StandardCharsets.UTF_8)),
                null);
    }

    /** 200 with bytes of the given type; the array must not change afterwards. */
    public static Response bytes(byte[] bytes, String contentType) {
        return new Response(
                HttpStatus.OK,
                new String[] {HttpHeaders.CONTENT_TYPE, checkValue(contentType)},
                Body.of(bytes),
                null);
    }

    /**
     * 200 with a whole file, sent without passing through the heap where the transport can.
     *
     * @throws IOException if the file cannot be read
     */
    public static Response file(Path path, MediaType contentType) throws IOException {
        return OK.body(new Body.File(path, 0, Files.size(path))).contentType(contentType);
    }

    /** 200 with a body written by a callback on a virtual thread, with back-pressure. */
    public static Response stream(MediaType contentType, StreamingBody writer) {
        return OK.body(new Body.Streaming(writer, -1)).contentType(contentType);
    }

    /**
     * 201 with the {@code Location} of what was created. What may not stand in a URI is
     * percent-encoded, as {@link UriText#reference} does.
     */
    public static Response created(String location) {
        return of(HttpStatus.CREATED).header(HttpHeaders.LOCATION, UriText.reference(location));
    }

    /** 201 with the {@code Location} of what was created. */
    public static Response created(URI location) {
        return created(location.toASCIIString());
    }

    /** 204. */
    public static Response noContent() {
        return of(HttpStatus.NO_CONTENT);
    }

    /**
     * A redirection to the given location. What may not stand in a URI is percent-encoded, as
     * {@link UriText#reference} does.
     */
    public static Response redirect(HttpStatusCode status, String location) {
        return of(status).header(HttpHeaders.LOCATION, UriText.reference(location));
    }

    /** A redirection to the given location. */
    public static Response redirect(HttpStatusCode status, URI location) {
        return redirect(status, location.toASCIIString());
    }

    /** The status. */
    public HttpStatusCode status() {
        return status;
    }

    /** The body. */
    public Body body() {
        return body;
    }

    /** The first value of a field, or null; the name is matched without case. */
    public @Nullable String header(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return fields[i + 1];
            }
        }
        return null;
    }

    /** A copy of all fields. */
    public HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        forEachHeader(headers::add);
        return headers;
    }

    /** Passes each field line in order, names as they were given. */
    public void forEachHeader(FieldConsumer consumer) {
        for (int i = 0; i < fields.length; i += 2) {
            consumer.accept(fields[i], fields[i + 1]);
        }
    }

    /** The trailer fields, asked for once the body was sent; null if there are none. */
    public @Nullable Supplier<HttpHeaders> trailers() {
        return trailers;
    }

    /** With another status. */
    public Response status(HttpStatusCode code) {
        return new Response(Objects.requireNonNull(code, "code"), fields, body, trailers);
    }

    /**
     * With one more field line.
     *
     * @throws IllegalArgumentException if name or value could break out of its line
     */
    public Response header(String name, String value) {
        String[] more = Arrays.copyOf(fields, fields.length + 2);
        more[fields.length] = checkName(name);
        more[fields.length + 1] = checkValue(value);
        return new Response(status, more, body, trailers);
    }

    /** With the field set to this value alone. */
    public Response replaceHeader(String name, String value) {
        return removeHeader(name).header(name, value);
    }

    /** With the field set unless it is there already. */
    public Response defaultHeader(String name, String value) {
        return header(name) == null ? header(name, value) : this;
    }

    /** Without the field. */
    public Response removeHeader(String name) {
        if (header(name) == null) {
            return this;
        }
        List<String> rest = new ArrayList<>(fields.length);
        forEachHeader(
                (n, v) -> {
                    if (!n.equalsIgnoreCase(name)) {
                        rest.add(n);
                        rest.add(v);
                    }
                });
        return new Response(status, rest.toArray(NO_FIELDS), body, trailers);
    }

    /** With all fields of the map added. */
    public Response headers(HttpHeaders more) {
        Response response = this;
        for (var entry : more.headerSet()) {
            for (String value : entry.getValue()) {
                response = response.header(entry.getKey(), value);
            }
        }
        return response;
    }

    /** With this {@code Content-Type}. */
    public Response contentType(MediaType type) {
        return replaceHeader(HttpHeaders.CONTENT_TYPE, type.toString());
    }

    /** With one more {@code Set-Cookie}. */
    public Response cookie(ResponseCookie cookie) {
        return header(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** With this body. */
    public Response body(Body content) {
        return new Response(status, fields, Objects.requireNonNull(content, "content"), trailers);
    }

    /** Without a body and what follows one. */
    public Response withoutContent() {
        return new Response(status, fields, Body.EMPTY, null);
    }

    /** With a UTF-8 text body; {@code text/plain} unless a type is set already. */
    public Response body(String text) {
        return body(Body.of(text.getBytes(StandardCharsets.UTF_8)))
                .defaultHeader(HttpHeaders.CONTENT_TYPE, TEXT);
    }

    /** With a body of these bytes, which must not change afterwards. */
    public Response body(byte[] bytes) {
        return body(Body.of(bytes));
    }

    /**
     * With trailer fields (RFC 9110 section 6.5), asked for once, on the thread that brings the
     * body: of a streamed one when it has been written, else before anything is sent. A supplier
     * that fails breaks a streamed answer off, and makes any other a 500. They are sent only where
     * the protocol has room for them: over HTTP/1.1 with a chunked body, so a body of known length
     * is sent chunked as well, and not where the status goes without a body. Framing and routing
     * fields are not allowed and left out.
     */
    public Response trailers(Supplier<HttpHeaders> fieldsAtEnd) {
        return new Response(
                status, fields, body, Objects.requireNonNull(fieldsAtEnd, "fieldsAtEnd"));
    }

    @Override
    public String toString() {
        return "Response[" + status.value() + " " + body.getClass().getSimpleName() + "]";
    }

    /** Takes one field line. */
    @FunctionalInterface
    public interface FieldConsumer {
        void accept(String name, String value);
    }

    private static String checkName(String name) {
        Objects.requireNonNull(name, "name");
        boolean good = !name.isEmpty();
        for (int i = 0; i < name.length() && good; i++) {
            good = FieldSyntax.isTokenChar(name.charAt(i));
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "field name: \"" + name + "\" (expected: a token, RFC 9110 section 5.1)");
        }
        return name;
    }

    private static String checkValue(String value) {
        Objects.requireNonNull(value, "value");
        for (int i = 0; i < value.length(); i++) {
            if (!FieldSyntax.isValueChar(value.charAt(i))) {
                throw new IllegalArgumentException(
                        "field value has the character 0x"
                                + Integer.toHexString(value.charAt(i))
                                + " at "
                                + i
                                + " (expected: visible characters, RFC 9110 section 5.5)");
            }
        }
        return value;
    }
}
