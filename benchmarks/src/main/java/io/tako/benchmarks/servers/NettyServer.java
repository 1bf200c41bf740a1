package io.tako.benchmarks.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Netty by hand on one epoll loop, which also accepts. */
final class NettyServer implements RunningServer {
    private static final int LARGEST_HANDSHAKE = 8192;
    private static final int LARGEST_MESSAGE = 65_536;
    private static final long STREAMS = 100;

    private final MultiThreadIoEventLoopGroup loop = EpollLoop.open();
    private final DateHeader date = new DateHeader(loop.next());
    private final NettyEndpoints endpoints = new NettyEndpoints(date);
    private final Protocol protocol;
    private final Function<NettyEndpoints, ChannelHandler> http1;
    private final @Nullable SslContext tls;
    private final Channel listener;

    private NettyServer(Protocol protocol, int port, Function<NettyEndpoints, ChannelHandler> http1)
            throws InterruptedException, SSLException {
        this.protocol = protocol;
        this.http1 = http1;
        tls = NettyTls.context(protocol);
        listener =
                new ServerBootstrap()
                        .group(loop)
                        .channel(EpollServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel connection) {
                                        fill(connection.pipeline());
                                    }
                                })
                        .bind("127.0.0.1", port)
                        .sync()
                        .channel();
    }

    static RunningServer inline(Protocol protocol, int port) throws Exception {
        return new NettyServer(protocol, port, NettyInline::new);
    }

    static RunningServer virtualThreads(Protocol protocol, int port) throws Exception {
        return new NettyServer(protocol, port, NettyVirtualThreads::new);
    }

    private void fill(ChannelPipeline pipeline) {
        if (tls != null) {
            pipeline.addLast(tls.newHandler(pipeline.channel().alloc()));
        }
        if (protocol.http2()) {
            pipeline.addLast(
                            Http2FrameCodecBuilder.forServer()
                                    .initialSettings(
                                            Http2Settings.defaultSettings()
                                                    .maxConcurrentStreams(STREAMS))
                                    .build())
                    .addLast(new NettyHttp2(new NettyHttp2Endpoints(date)));
        } else if (protocol == Protocol.WEBSOCKET) {
            pipeline.addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(LARGEST_HANDSHAKE))
                    .addLast(new WebSocketServerProtocolHandler("/echo"))
                    .addLast(new WebSocketFrameAggregator(LARGEST_MESSAGE))
                    .addLast(new NettyEcho());
        } else {
            pipeline.addLast(new HttpServerCodec()).addLast(http1.apply(endpoints));
        }
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        EpollLoop.close(loop);
    }
}
