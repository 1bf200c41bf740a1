package io.tako.benchmarks.servers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;

/** Answers on the event loop itself: the base line every ratio is taken to. */
final class NettyInline extends NettyRequests {

    NettyInline(NettyEndpoints endpoints) {
        super(endpoints);
    }

    @Override
    void request(ChannelHandlerContext ctx, HttpRequest head, byte[] body) {
        write(ctx, endpoints.answer(head, body), keepAlive(head));
    }
}
