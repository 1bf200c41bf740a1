package io.tako.transport.http.v2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tako.http.ProtocolError;
import io.tako.transport.http.fields.HostField;
import io.tako.transport.http.fields.RequestTarget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * A request's header section taken apart (RFC 9113 section 8.3.1). Netty has refused names in upper
 * case, pseudo-header fields that are unknown, repeated, missing or behind others, and fields of
 * connections.
 *
 * @param method the method, {@code CONNECT} for an extended CONNECT too
 * @param protocol what an extended CONNECT (RFC 8441 section 4) asks for, or null
 * @param target {@code :path} taken apart
 * @param authority the authority, which may be empty
 * @param length what {@code content-length} says, or -1
 * @param expectContinue whether the body waits for {@code 100 Continue}
 * @param expectationMet whether there is no other expectation
 */
record RequestHeaders(
        HttpMethod method,
        @Nullable String protocol,
        RequestTarget target,
        String authority,
        long length,
        boolean expectContinue,
        boolean expectationMet) {

    private static final String CONNECT = "CONNECT";
    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    private static final AsciiString EXPECT = AsciiString.cached("expect");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");

    /** Whether the client asks for a tunnel (RFC 9110 section 9.3.6). */
    boolean tunnel() {
        return protocol == null && method.name().equals(CONNECT);
    }

    /**
     * Takes a header section apart.
     *
     * @throws Http2Exception to reset the stream if the request is malformed (section 8.1.1)
     */
    static RequestHeaders of(int stream, Http2Headers headers) throws Http2Exception {
        String method = headers.method().toString();
        CharSequence protocol = headers.get(PROTOCOL);
        if (protocol != null && !method.equals(CONNECT)) {
            throw malformed(stream, ":protocol without CONNECT (RFC 8441 section 4)");
        }
        joinCookies(headers);
        RequestTarget target =
                method.equals(CONNECT) && protocol == null
                        ? noTarget(stream, headers)
                        : target(stream, method, headers);
        CharSequence expect = headers.get(EXPECT);
        boolean expectContinue =
                expect != null && AsciiString.contentEqualsIgnoreCase(expect, "100-continue");
        CharSequence length = headers.get(CONTENT_LENGTH);
        return new RequestHeaders(
                HttpMethod.valueOf(method),
                protocol == null ? null : protocol.toString(),
                target,
                authority(stream, headers),
                length == null ? -1 : Long.parseLong(length.toString()),
                expectContinue,
                expect == null || expectContinue);
    }

    private static RequestTarget noTarget(int stream, Http2Headers headers) throws Http2Exception {
        if (headers.path() != null || headers.scheme() != null) {
            throw malformed(stream, "CONNECT with :path or :scheme (RFC 9113 section 8.5)");
        }
        return new RequestTarget("/", null, null);
    }

    private static RequestTarget target(int stream, String method, Http2Headers headers)
            throws Http2Exception {
        CharSequence scheme = headers.scheme();
        if (!AsciiString.contentEqualsIgnoreCase(scheme, "http")
                && !AsciiString.contentEqualsIgnoreCase(scheme, "https")) {
            throw malformed(stream, "the scheme is neither http nor https");
        }
        String path = headers.path().toString();
        if (path.isEmpty() || path.charAt(0) != '/' && !path.equals("*")) {
            throw malformed(stream, ":path does not begin with a slash (RFC 9113 section 8.3.1)");
        }
        try {
            // What CONNECT may be in HTTP/1.1 does not matter here.
            return RequestTarget.parse(method.equals(CONNECT) ? "GET" : method, path);
        } catch (ProtocolError e) {
            throw malformed(stream, e.what());
        }
    }

    /** The authority, which {@code Host} may repeat and must not contradict. */
    private static String authority(int stream, Http2Headers headers) throws Http2Exception {
        List<CharSequence> hosts = headers.getAll(HOST);
        if (hosts.size() > 1) {
            throw malformed(stream, "the Host field is there twice (RFC 9110 section 7.2)");
        }
        @Nullable CharSequence authority = headers.authority();
        String host = hosts.isEmpty() ? "" : hosts.getFirst().toString();
        if (authority != null && !hosts.isEmpty() && !host.equalsIgnoreCase(authority.toString())) {
            throw malformed(stream, "Host and :authority differ (RFC 9113 section 8.3.1)");
        }
        String value = authority == null ? host : authority.toString();
        if (!HostField.valid(value)) {
            throw malformed(stream, "the authority is not valid (RFC 9110 section 4.2.3)");
        }
        return value;
    }

    /** A client may split its cookies over several fields (RFC 9113 section 8.2.3). */
    private static void joinCookies(Http2Headers headers) {
        List<CharSequence> crumbs = headers.getAll(COOKIE);
        if (crumbs.size() > 1) {
            headers.set(COOKIE, String.join("; ", crumbs));
        }
    }

    /**
     * Refuses what Netty's check of values lets pass: whitespace at the end (RFC 9113 section
     * 8.2.1).
     */
    static void checkValues(int stream, Http2Headers headers) throws Http2Exception {
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            if (endsWithWhitespace(field.getValue())) {
                throw malformed(stream, "a field value ends with whitespace");
            }
        }
    }

    private static boolean endsWithWhitespace(CharSequence value) {
        int length = value.length();
        if (length == 0) {
            return false;
        }
        // Nearly all are such, and asked as such they cost no search for the method.
        int last =
                value instanceof AsciiString ascii
                        ? ascii.byteAt(length - 1)
                        : value.charAt(length - 1);
        return last == ' ' || last == '\t';
    }

    static Http2Exception malformed(int stream, String what) {
        return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "%s", what);
    }
}
