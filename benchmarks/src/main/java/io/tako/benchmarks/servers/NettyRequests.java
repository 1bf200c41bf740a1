package io.tako.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Puts one connection's requests together, without an aggregator in the pipeline: a body that came
 * in one piece, as every body of the benchmark does, is copied once.
 */
abstract class NettyRequests extends ChannelInboundHandlerAdapter {
    private static final int LARGEST_BODY = 1 << 20;
    private static final byte[] NO_BODY = new byte[0];

    final NettyEndpoints endpoints;
    private @Nullable HttpRequest head;
    private ByteBuf earlier = Unpooled.EMPTY_BUFFER;

    NettyRequests(NettyEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Called on the loop for each whole request, in the order they came. */
    abstract void request(ChannelHandlerContext ctx, HttpRequest head, byte[] body);

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                head = request;
            }
            if (head != null && message instanceof HttpContent content) {
                content(ctx, head, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void content(ChannelHandlerContext ctx, HttpRequest request, HttpContent content) {
        ByteBuf piece = content.content();
        if (request.decoderResult().isFailure() || content.decoderResult().isFailure()) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST);
        } else if (earlier.readableBytes() + piece.readableBytes() > LARGEST_BODY) {
            refuse(ctx, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        } else if (!(content instanceof LastHttpContent)) {
            keep(ctx, piece);
        } else {
            if (earlier.isReadable()) {
                keep(ctx, piece);
                piece = earlier;
            }
            byte[] body = piece.isReadable() ? ByteBufUtil.getBytes(piece) : NO_BODY;
            forget();
            request(ctx, request, body);
        }
    }

    private void keep(ChannelHandlerContext ctx, ByteBuf piece) {
        if (earlier == Unpooled.EMPTY_BUFFER) {
            earlier = ctx.alloc().buffer(piece.readableBytes());
        }
        earlier.writeBytes(piece);
    }

    private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
        forget();
        write(ctx, endpoints.empty(status), false);
    }

    private void forget() {
        head = null;
        if (earlier != Unpooled.EMPTY_BUFFER) {
            earlier.release();
            earlier = Unpooled.EMPTY_BUFFER;
        }
    }

    /** Writes without a flush. */
    static void write(ChannelHandlerContext ctx, FullHttpResponse response, boolean keepAlive) {
        if (keepAlive) {
            ctx.write(response, ctx.voidPromise());
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.write(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    static boolean keepAlive(HttpRequest head) {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_1) && HttpUtil.isKeepAlive(head);
    }

    /** One flush for all that one read brought. */
    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        forget();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
