package io.tako.benchmarks.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.function.Supplier;

/** Lets Netty open the WebSocket, then leaves the connection to an {@link EchoConnection} alone. */
final class EchoHandshake extends ChannelInboundHandlerAdapter {
    private static final int LARGEST_ANSWER = 8192;
    private static final long TIMEOUT_MILLIS = 10_000;

    private final Supplier<EchoConnection> then;
    private final Promise<EchoPeer> opened;

    private EchoHandshake(Supplier<EchoConnection> then, Promise<EchoPeer> opened) {
        this.then = then;
        this.opened = opened;
    }

    /** Completes the promise from the connection's loop. */
    static ChannelInitializer<Channel> initializer(
            int port, Supplier<EchoConnection> then, Promise<EchoPeer> opened) {
        var config =
                WebSocketClientProtocolConfig.newBuilder()
                        .webSocketUri("ws://127.0.0.1:%d/echo".formatted(port))
                        .handshakeTimeoutMillis(TIMEOUT_MILLIS)
                        .build();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                connection
                        .pipeline()
                        .addLast(new HttpClientCodec())
                        .addLast(new HttpObjectAggregator(LARGEST_ANSWER))
                        .addLast(new WebSocketClientProtocolHandler(config))
                        .addLast(new EchoHandshake(then, opened));
            }
        };
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            // Not at once: the handshake removes the HTTP codec in a task of its own first.
            ctx.executor().execute(() -> complete(ctx));
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            fail(ctx, new IOException("no answer to the WebSocket handshake"));
        }
    }

    private void complete(ChannelHandlerContext ctx) {
        ChannelPipeline pipeline = ctx.pipeline();
        while (pipeline.first() != this) {
            pipeline.removeFirst();
        }
        EchoConnection connection = then.get();
        pipeline.replace(this, null, connection);
        opened.trySuccess(connection);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new IOException("closed during the WebSocket handshake"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        opened.tryFailure(cause);
        ctx.close();
    }
}
