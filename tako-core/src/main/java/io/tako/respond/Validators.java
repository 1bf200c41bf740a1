package io.tako.respond;

import io.tako.http.Request;
import io.tako.http.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/**
 * What tells one state of a stored content from another (RFC 9110 section 8.8).
 *
 * @param etag the weak entity tag, quotes and all
 * @param lastModified when it was changed last
 */
record Validators(String etag, Instant lastModified) {

    private static final DateTimeFormatter FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    /** Weak, because time and size say little about each single byte. */
    static Validators of(long size, Instant lastModified) {
        String tag =
                "W/\""
                        + Long.toHexString(size)
                        + "-"
                        + Long.toHexString(lastModified.getEpochSecond())
                        + "."
                        + Integer.toHexString(lastModified.getNano())
                        + "\"";
        return new Validators(tag, lastModified);
    }

    /** Adds {@code ETag} and {@code Last-Modified}. */
    Response on(Response response) {
        return response.header(HttpHeaders.ETAG, etag)
                .header(HttpHeaders.LAST_MODIFIED, FIXDATE.format(lastModified));
    }

    /**
     * Whether a range continues what the client has. A weak tag never proves that (RFC 9110 section
     * 13.1.5), the exact date does.
     */
    boolean continues(Request request) {
        return request.header(HttpHeaders.IF_RANGE) == null
                || date(request, HttpHeaders.IF_RANGE) == lastModified.getEpochSecond();
    }

    /** Whether it was changed after the date of the field; not if that is none to go by. */
    boolean isChangedSince(Request request, String field) {
        long since = date(request, field);
        return since >= 0 && lastModified.getEpochSecond() > since;
    }

    /** Whether it was there already, as it is, at the date of the field. */
    boolean isUnchangedSince(Request request, String field) {
        long since = date(request, field);
        return since >= 0 && lastModified.getEpochSecond() <= since;
    }

    /** The date in seconds, or -1 if there is none to go by. */
    private static long date(Request request, String name) {
        try {
            long millis = request.headers().getFirstDate(name);
            return millis < 0 ? -1 : millis / 1000;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
