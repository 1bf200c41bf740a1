package io.tako.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tako.benchmarks.Json;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import tools.jackson.core.JacksonException;

/** What {@link NettyEndpoints} answers, as HTTP/2 frames; on the loop only. */
final class NettyHttp2Endpoints {
    private static final String USERS = "/users/";

    private final DateHeader date;

    NettyHttp2Endpoints(DateHeader date) {
        this.date = date;
    }

    /** Writes without a flush. */
    void answer(
            ChannelHandlerContext ctx, Http2FrameStream stream, Http2Headers head, byte[] body) {
        String path = NettyEndpoints.path(head.path().toString());
        if ("GET".contentEquals(head.method())) {
            if (path.equals("/plaintext")) {
                ByteBuf hello = NettyEndpoints.HELLO.duplicate();
                write(ctx, stream, HttpResponseStatus.OK, HttpHeaderValues.TEXT_PLAIN, hello);
                return;
            }
            if (path.equals("/json")) {
                json(ctx, stream, HttpResponseStatus.OK, new Message(Message.HELLO));
                return;
            }
        } else if ("POST".contentEquals(head.method()) && path.startsWith(USERS)) {
            user(ctx, stream, path, body);
            return;
        }
        empty(ctx, stream, HttpResponseStatus.NOT_FOUND);
    }

    private void user(
            ChannelHandlerContext ctx, Http2FrameStream stream, String path, byte[] body) {
        try {
            long id = Long.parseLong(path, USERS.length(), path.length(), 10);
            NewUser user = Json.read(body, NewUser.class);
            json(ctx, stream, HttpResponseStatus.CREATED, user.withId(id));
        } catch (NumberFormatException | JacksonException _) {
            empty(ctx, stream, HttpResponseStatus.BAD_REQUEST);
        }
    }

    private void json(
            ChannelHandlerContext ctx,
            Http2FrameStream stream,
            HttpResponseStatus status,
            Object value) {
        ByteBuf document = Unpooled.wrappedBuffer(Json.write(value));
        write(ctx, stream, status, HttpHeaderValues.APPLICATION_JSON, document);
    }

    private void empty(
            ChannelHandlerContext ctx, Http2FrameStream stream, HttpResponseStatus status) {
        Http2Headers head = head(status, HttpHeaderValues.TEXT_PLAIN, 0);
        ctx.write(new DefaultHttp2HeadersFrame(head, true).stream(stream));
    }

    private void write(
            ChannelHandlerContext ctx,
            Http2FrameStream stream,
            HttpResponseStatus status,
            AsciiString type,
            ByteBuf content) {
        Http2Headers head = head(status, type, content.readableBytes());
        ctx.write(new DefaultHttp2HeadersFrame(head, false).stream(stream));
        ctx.write(new DefaultHttp2DataFrame(content, true).stream(stream));
    }

    /** Names and values are our own constants, so only requests are validated. */
    private Http2Headers head(HttpResponseStatus status, AsciiString type, int length) {
        return new DefaultHttp2Headers(false)
                .status(status.codeAsText())
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(length))
                .set(HttpHeaderNames.DATE, date.value());
    }
}
