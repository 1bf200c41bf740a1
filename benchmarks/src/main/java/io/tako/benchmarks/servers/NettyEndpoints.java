package io.tako.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.tako.benchmarks.Json;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;

/** The three endpoints by hand, with a branch instead of a router; callable from any thread. */
final class NettyEndpoints {
    private static final String USERS = "/users/";
    private static final AsciiString PLAIN = HttpHeaderValues.TEXT_PLAIN;
    private static final AsciiString JSON = HttpHeaderValues.APPLICATION_JSON;

    /** The text, never released: send a duplicate. */
    static final ByteBuf HELLO =
            Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(Message.HELLO.length())
                            .writeBytes(Message.HELLO.getBytes(StandardCharsets.US_ASCII)));

    private static final AsciiString HELLO_LENGTH =
            AsciiString.cached(Integer.toString(Message.HELLO.length()));

    /** Names and values are our own constants, so only requests are validated. */
    private static final HttpHeadersFactory TRUSTED =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private final DateHeader date;

    NettyEndpoints(DateHeader date) {
        this.date = date;
    }

    FullHttpResponse answer(HttpRequest head, byte[] body) {
        String path = path(head.uri());
        if (head.method().equals(HttpMethod.GET)) {
            if (path.equals("/plaintext")) {
                return response(HttpResponseStatus.OK, PLAIN, HELLO.duplicate(), HELLO_LENGTH);
            }
            if (path.equals("/json")) {
                return json(HttpResponseStatus.OK, new Message(Message.HELLO));
            }
        } else if (head.method().equals(HttpMethod.POST) && path.startsWith(USERS)) {
            return user(path, body);
        }
        return empty(HttpResponseStatus.NOT_FOUND);
    }

    FullHttpResponse empty(HttpResponseStatus status) {
        return response(status, PLAIN, Unpooled.EMPTY_BUFFER, HttpHeaderValues.ZERO);
    }

    private FullHttpResponse user(String path, byte[] body) {
        try {
            long id = Long.parseLong(path, USERS.length(), path.length(), 10);
            return json(HttpResponseStatus.CREATED, Json.read(body, NewUser.class).withId(id));
        } catch (NumberFormatException | JacksonException _) {
            return empty(HttpResponseStatus.BAD_REQUEST);
        }
    }

    private FullHttpResponse json(HttpResponseStatus status, Object value) {
        byte[] document = Json.write(value);
        String length = Integer.toString(document.length);
        return response(status, JSON, Unpooled.wrappedBuffer(document), length);
    }

    private FullHttpResponse response(
            HttpResponseStatus status, AsciiString type, ByteBuf content, CharSequence length) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        status,
                        content,
                        TRUSTED.newHeaders(),
                        EmptyHttpHeaders.INSTANCE);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, length)
                .set(HttpHeaderNames.DATE, date.value());
        return response;
    }

    /** A target without its query. */
    static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
