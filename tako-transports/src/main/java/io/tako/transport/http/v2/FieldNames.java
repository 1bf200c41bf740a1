package io.tako.transport.http.v2;

import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/**
 * Names of fields as HTTP/2 has them, in lower case (RFC 9113 section 8.2). Those that most
 * responses have are always the same objects: HPACK knows them again at sight, and compares others
 * byte by byte.
 */
final class FieldNames {

    private static final Map<String, AsciiString> COMMON = new HashMap<>();

    static {
        for (String name :
                List.of(
                        HttpHeaders.ACCEPT_RANGES,
                        HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS,
                        HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
                        HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                        HttpHeaders.ALLOW,
                        HttpHeaders.CACHE_CONTROL,
                        HttpHeaders.CONTENT_DISPOSITION,
                        HttpHeaders.CONTENT_ENCODING,
                        HttpHeaders.CONTENT_LANGUAGE,
                        HttpHeaders.CONTENT_RANGE,
                        HttpHeaders.CONTENT_TYPE,
                        HttpHeaders.ETAG,
                        HttpHeaders.EXPIRES,
                        HttpHeaders.LAST_MODIFIED,
                        HttpHeaders.LINK,
                        HttpHeaders.LOCATION,
                        HttpHeaders.PRAGMA,
                        HttpHeaders.RETRY_AFTER,
                        HttpHeaders.SERVER,
                        HttpHeaders.SET_COOKIE,
                        HttpHeaders.VARY,
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Referrer-Policy",
                        "Strict-Transport-Security",
                        "X-Content-Type-Options",
                        "X-Frame-Options",
                        "X-XSS-Protection")) {
            String lower = name.toLowerCase(Locale.ROOT);
            AsciiString field = AsciiString.cached(lower);
            COMMON.put(name, field);
            COMMON.put(lower, field);
        }
    }

    private FieldNames() {}

    /** The name in lower case. */
    static AsciiString of(String name) {
        AsciiString common = COMMON.get(name);
        return common == null ? new AsciiString(name.toLowerCase(Locale.ROOT)) : common;
    }
}
