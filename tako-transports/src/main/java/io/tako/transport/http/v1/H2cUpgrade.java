package io.tako.transport.http.v1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import io.tako.transport.http.body.BodyGatherer;
import io.tako.transport.http.fields.FieldRules;
import io.tako.transport.http.fields.RequestTarget;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 that asks to go on in HTTP/2 (RFC 7540 section 3.2). Its body comes whole
 * before the answer 101, so what is not small is answered in HTTP/1.1 instead.
 */
final class H2cUpgrade {

    private static final int SETTING = 6;

    private final HttpRequest request;
    private final RequestTarget target;
    private final RequestFraming framing;
    private final Http2Settings settings;
    private final BodyGatherer body = new BodyGatherer();
    private long pieces;

    private H2cUpgrade(
            HttpRequest request,
            RequestTarget target,
            RequestFraming framing,
            Http2Settings settings) {
        this.request = request;
        this.target = target;
        this.framing = framing;
        this.settings = settings;
        body.begin();
    }

    /** The upgrade a request asks for, or null if it asks for none that can be met. */
    static @Nullable H2cUpgrade of(
            HttpRequest request, RequestTarget target, RequestFraming framing, long mostBody) {
        if (!framing.upgradesToHttp2()
                || framing.chunked
                || framing.expectContinue
                || framing.length > mostBody) {
            return null;
        }
        Http2Settings settings = settings(request.headers().get("http2-settings"));
        return settings == null ? null : new H2cUpgrade(request, target, framing, settings);
    }

    /** The settings in the value of {@code HTTP2-Settings}, or null if it is not one. */
    private static @Nullable Http2Settings settings(String value) {
        try {
            ByteBuffer payload = ByteBuffer.wrap(Base64.getUrlDecoder().decode(value.strip()));
            if (payload.remaining() % SETTING != 0) {
                return null;
            }
            Http2Settings settings = new Http2Settings();
            while (payload.hasRemaining()) {
                char id = (char) payload.getShort();
                settings.put(id, (Long) (payload.getInt() & 0xffff_ffffL));
            }
            return settings;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    Http2Settings settings() {
        return settings;
    }

    /** Takes a part of the body over. */
    void add(ByteBuf piece) {
        pieces++;
        body.add(piece);
    }

    /** Grows with each part of the body. */
    long pieces() {
        return pieces;
    }

    byte[] body() {
        return body.finish();
    }

    void release() {
        body.release();
    }

    /** The request's header section as HTTP/2 has it. */
    Http2Headers headers() {
        Http2Headers headers = new DefaultHttp2Headers(false, 16);
        headers.method(request.method().asciiName());
        headers.scheme("http");
        String query = target.query();
        headers.path(query == null ? target.path() : target.path() + "?" + query);
        String authority = target.authority() == null ? framing.host : target.authority();
        headers.authority(authority == null ? "" : authority);
        for (Map.Entry<String, String> field : request.headers()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (!FieldRules.isFraming(name)
                    && !name.equals("host")
                    && !name.equals("te")
                    && !name.equals("http2-settings")) {
                headers.add(new AsciiString(name), field.getValue());
            }
        }
        if (framing.length > 0) {
            headers.set(AsciiString.cached("content-length"), Long.toString(framing.length));
        }
        return headers;
    }
}
