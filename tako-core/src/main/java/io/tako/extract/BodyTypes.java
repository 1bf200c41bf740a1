package io.tako.extract;

import io.tako.http.Rejection;
import io.tako.http.Request;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a body is declared to be, and whether that is what a route reads. */
final class BodyTypes {

    private static final MediaType ANY_JSON = MediaType.valueOf("application/*+json");

    private BodyTypes() {}

    /** Whether there is neither a body nor a word about one. */
    static boolean absent(Request request) {
        return request.content().length() == 0 && request.header(HttpHeaders.CONTENT_TYPE) == null;
    }

    /** The declared type, or null if none is declared. */
    static @Nullable MediaType declared(Request request) {
        String field = request.header(HttpHeaders.CONTENT_TYPE);
        if (field == null) {
            return null;
        }
        try {
            return MediaType.parseMediaType(field);
        } catch (InvalidMediaTypeException e) {
            throw new Rejection.UnsupportedMedia(
                    "Content-Type is " + Echo.of(field) + " (expected: a media type)");
        }
    }

    static void requireJson(Request request) {
        MediaType type = declared(request);
        if (type == null
                || !(type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                        || ANY_JSON.includes(type))) {
            throw unsupported(request, "application/json or application/*+json");
        }
        requireUtf8(type, request);
    }

    static void requireForm(Request request) {
        MediaType type = declared(request);
        if (type == null || !type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
            throw unsupported(request, MediaType.APPLICATION_FORM_URLENCODED_VALUE);
        }
        requireUtf8(type, request);
    }

    /** The charset of a text, UTF-8 unless declared otherwise. */
    static Charset charset(Request request) {
        MediaType type = declared(request);
        if (type == null) {
            return StandardCharsets.UTF_8;
        }
        Charset charset = charset(type);
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }

    private static void requireUtf8(MediaType type, Request request) {
        Charset charset = charset(type);
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            throw unsupported(request, "charset UTF-8");
        }
    }

    private static @Nullable Charset charset(MediaType type) {
        try {
            return type.getCharset();
        } catch (IllegalArgumentException e) {
            throw new Rejection.UnsupportedMedia(
                    "charset is "
                            + Echo.of(String.valueOf(type.getParameter("charset")))
                            + " (expected: one that this server knows)");
        }
    }

    private static Rejection unsupported(Request request, String expected) {
        String field = request.header(HttpHeaders.CONTENT_TYPE);
        return new Rejection.UnsupportedMedia(
                (field == null ? "Content-Type is missing" : "Content-Type is " + Echo.of(field))
                        + " (expected: "
                        + expected
                        + ")");
    }
}
