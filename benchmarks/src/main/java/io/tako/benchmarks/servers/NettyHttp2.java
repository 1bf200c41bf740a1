package io.tako.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts one connection's HTTP/2 requests together, without a channel for each stream, and answers
 * them on the loop: the base line every HTTP/2 ratio is taken to. The codec flushes at the end of
 * each read.
 */
final class NettyHttp2 extends ChannelInboundHandlerAdapter {
    private static final int LARGEST_BODY = 1 << 20;
    private static final byte[] NO_BODY = new byte[0];

    private final NettyHttp2Endpoints endpoints;

    /** Requests whose body is still coming. */
    private final Map<Http2FrameStream, Upload> uploads = new HashMap<>();

    NettyHttp2(NettyHttp2Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            switch (message) {
                case Http2HeadersFrame head -> head(ctx, head);
                case Http2DataFrame data -> data(ctx, data);
                case Http2ResetFrame reset -> release(uploads.remove(reset.stream()));
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** The head of a request, or the trailers after its body. */
    private void head(ChannelHandlerContext ctx, Http2HeadersFrame head) {
        Upload upload = uploads.remove(head.stream());
        if (upload != null) {
            finish(ctx, head.stream(), upload);
        } else if (head.isEndStream()) {
            endpoints.answer(ctx, head.stream(), head.headers(), NO_BODY);
        } else {
            uploads.put(head.stream(), new Upload(head.headers(), ctx.alloc().buffer()));
        }
    }

    private void data(ChannelHandlerContext ctx, Http2DataFrame data) {
        Http2FrameStream stream = data.stream();
        int taken = data.initialFlowControlledBytes();
        ctx.write(new DefaultHttp2WindowUpdateFrame(taken).stream(stream));
        Upload upload = uploads.get(stream);
        if (upload == null) {
            return;
        }
        if (upload.body.readableBytes() + data.content().readableBytes() > LARGEST_BODY) {
            release(uploads.remove(stream));
            ctx.write(new DefaultHttp2ResetFrame(Http2Error.ENHANCE_YOUR_CALM).stream(stream));
            return;
        }
        upload.body.writeBytes(data.content());
        if (data.isEndStream()) {
            uploads.remove(stream);
            finish(ctx, stream, upload);
        }
    }

    private void finish(ChannelHandlerContext ctx, Http2FrameStream stream, Upload upload) {
        byte[] body = ByteBufUtil.getBytes(upload.body);
        release(upload);
        endpoints.answer(ctx, stream, upload.head, body);
    }

    private static void release(@Nullable Upload upload) {
        if (upload != null) {
            upload.body.release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        uploads.values().forEach(NettyHttp2::release);
        uploads.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private record Upload(Http2Headers head, ByteBuf body) {}
}
