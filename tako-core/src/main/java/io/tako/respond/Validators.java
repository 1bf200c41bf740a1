package io.tako.respond;

import io.tako.http.Request;
import io.tako.http.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
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

    /** Whether the client has this state already; {@code If-None-Match} goes before the date. */
    boolean held(Request request) {
        List<String> tags = request.headers(HttpHeaders.IF_NONE_MATCH);
        if (!tags.isEmpty()) {
            return matches(tags);
        }
        long since = date(request, HttpHeaders.IF_MODIFIED_SINCE);
        return since >= 0 && lastModified.getEpochSecond() <= since;
    }

    /**
     * Whether a range continues what the client has. A weak tag never proves that (RFC 9110 section
     * 13.1.5), the exact date does.
     */
    boolean continues(Request request) {
        String condition = request.header(HttpHeaders.IF_RANGE);
        return condition == null
                || date(request, HttpHeaders.IF_RANGE) == lastModified.getEpochSecond();
    }

    private boolean matches(List<String> lines) {
        String opaque = opaque(etag);
        for (String line : lines) {
            for (String tag : line.split(",")) {
                String candidate = tag.strip();
                if (candidate.equals("*") || opaque(candidate).equals(opaque)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
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
