package io.tako.sample.web;

import io.tako.http.Rejection;
import io.tako.sample.point.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How the body of a write is packed: not at all or with gzip (RFC 9110 section 8.4.1). */
enum ContentCoding {
    IDENTITY,
    GZIP;

    private static final int CHUNK = 8192;

    /**
     * Returns the coding of that name, in upper or lower case.
     *
     * @throws Rejection.UnsupportedMedia if it is another, or more than one
     */
    static ContentCoding of(String field) {
        return switch (field.strip().toLowerCase(Locale.ROOT)) {
            case "identity", "" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            default ->
                    throw new Rejection.UnsupportedMedia(
                            "content coding " + Excerpt.of(field) + " (expected: gzip, identity)");
        };
    }

    /**
     * Returns the bytes that were packed.
     *
     * @param most how many bytes may come out of a packed body before it is refused
     */
    InputStream unpack(InputStream body, long most) throws IOException {
        return switch (this) {
            case IDENTITY -> body;
            case GZIP -> new CappedStream(new GZIPInputStream(body, CHUNK), most);
        };
    }
}
