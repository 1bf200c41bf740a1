package io.tako.transport.compression;

import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.transport.config.CompressionConfig;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Which responses are worth compressing, whoever asks for them. */
final class Eligible {

    /** Fields about the very bytes that are sent, which compression would make wrong. */
    private static final List<String> BOUND_TO_BYTES =
            List.of(
                    HttpHeaders.CONTENT_ENCODING,
                    HttpHeaders.CONTENT_RANGE,
                    "Content-Digest",
                    "Repr-Digest",
                    "Digest",
                    "Content-MD5");

    private final CompressionConfig config;

    Eligible(CompressionConfig config) {
        this.config = config;
    }

    boolean test(Response response) {
        int status = response.status().value();
        if (status < 200
                || status == HttpStatus.NO_CONTENT.value()
                || status == HttpStatus.NOT_MODIFIED.value()
                || status == HttpStatus.PARTIAL_CONTENT.value()
                || !hasContent(response.body())) {
            return false;
        }
        for (String field : BOUND_TO_BYTES) {
            if (response.header(field) != null) {
                return false;
            }
        }
        MediaType type = type(response);
        return covers(type) && (isEvents(type) || !noTransform(response));
    }

    private boolean hasContent(Body body) {
        return switch (body) {
            case Body.Empty empty -> false;
            case Body.Upgrade upgrade -> false;
            case Body.Streaming streaming ->
                    streaming.length() < 0 || longEnough(streaming.length());
            case Body.Published published ->
                    published.length() < 0 || longEnough(published.length());
            case Body.Bytes bytes -> longEnough(bytes.length());
            case Body.File file -> longEnough(file.length());
        };
    }

    private boolean longEnough(long length) {
        return length > 0 && length >= config.minResponseSize();
    }

    private boolean covers(@Nullable MediaType type) {
        if (isGrpc(type)) {
            return false;
        }
        if (config.mimeTypes().isEmpty()) {
            return true;
        }
        return type != null && config.mimeTypes().stream().anyMatch(range -> range.includes(type));
    }

    private static @Nullable MediaType type(Response response) {
        String field = response.header(HttpHeaders.CONTENT_TYPE);
        try {
            return field == null ? null : MediaType.parseMediaType(field);
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    /** Its messages are compressed one by one, if at all, and as its own fields say. */
    private static boolean isGrpc(@Nullable MediaType type) {
        return type != null
                && type.getType().equals("application")
                && type.getSubtype().startsWith("grpc");
    }

    /** Event streams say no-transform to proxies, and mean nobody here. */
    private static boolean isEvents(@Nullable MediaType type) {
        return type != null && MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(type);
    }

    private static boolean noTransform(Response response) {
        boolean[] said = {false};
        response.forEachHeader(
                (name, value) ->
                        said[0] |=
                                name.equalsIgnoreCase(HttpHeaders.CACHE_CONTROL)
                                        && value.toLowerCase(Locale.ROOT).contains("no-transform"));
        return said[0];
    }
}
