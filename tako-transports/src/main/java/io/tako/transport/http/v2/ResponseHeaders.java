package io.tako.transport.http.v2;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tako.http.Response;
import io.tako.transport.http.HttpCore;
import io.tako.transport.http.fields.FieldRules;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Makes header sections of responses (RFC 9113 section 8.3.2). Values were checked when the
 * response was made; what belongs to the connection is left out (section 8.2.2).
 */
final class ResponseHeaders {

    private static final AsciiString DATE = AsciiString.cached("date");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

    private ResponseHeaders() {}

    /** The header section of a response; a negative length is not told. */
    static Http2Headers of(HttpCore state, Response response, long length) {
        Http2Headers headers = new DefaultHttp2Headers(false, 8);
        headers.status(status(response.status()));
        fields(response, headers);
        headers.add(DATE, state.dateValue());
        if (length >= 0) {
            headers.add(CONTENT_LENGTH, new AsciiString(Long.toString(length)));
        }
        return headers;
    }

    /** The header section of an informational response. */
    static Http2Headers informational(HttpResponseStatus status) {
        return new DefaultHttp2Headers(false, 1).status(status.codeAsText());
    }

    /** The header section of an informational response with fields. */
    static Http2Headers informational(Response response) {
        Http2Headers headers = new DefaultHttp2Headers(false, 4);
        headers.status(status(response.status()));
        fields(response, headers);
        return headers;
    }

    /** The trailer section, of fields that were checked. */
    static Http2Headers trailers(HttpHeaders fields) {
        Http2Headers headers = new DefaultHttp2Headers(false, 4);
        fields.forEach(
                (name, values) -> values.forEach(value -> headers.add(FieldNames.of(name), value)));
        return headers;
    }

    private static void fields(Response response, Http2Headers headers) {
        response.forEachHeader(
                (name, value) -> {
                    if (!FieldRules.isFraming(name)) {
                        headers.add(FieldNames.of(name), value);
                    }
                });
    }

    private static CharSequence status(HttpStatusCode status) {
        return HttpResponseStatus.valueOf(status.value()).codeAsText();
    }
}
