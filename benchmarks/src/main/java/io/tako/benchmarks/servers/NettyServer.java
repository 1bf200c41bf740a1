package io.tako.benchmarks.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    private final @Nullable Path file;
    private final List<Channel> listeners = new ArrayList<>();

    private NettyServer(Protocol protocol, int port, Function<NettyEndpoints, ChannelHandler> http1)
            throws InterruptedException, IOException {
        this.protocol = protocol;
        this.http1 = http1;
        tls = NettyTls.context(protocol);
        file = SocketFile.of(protocol);
        listeners.add(
                bootstrap(EpollServerSocketChannel.class)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .bind("127.0.0.1", port)
                        .sync()
                        .channel());
        if (file != null) {
            listeners.add(
                    bootstrap(EpollServerDomainSocketChannel.class)
                            .bind(new DomainSocketAddress(file.toFile()))
                            .sync()
                            .channel());
        }
    }

    private ServerBootstrap bootstrap(Class<? extends ServerChannel> type) {
        return new ServerBootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel connection) {
                                fill(connection.pipeline());
                            }
                        });
    }

    static RunningServer inline(Protocol protocol, int port) throws Exception {
        return protocol.raw()
                ? NettyRawServer.start(protocol, port)
                : new NettyServer(protocol, port, NettyInline::new);
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
        return ((InetSocketAddress) listeners.getFirst().localAddress()).getPort();
    }

    @Override
    public Optional<Path> socket() {
        return Optional.ofNullable(file);
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().syncUninterruptibly());
        EpollLoop.close(loop);
    }
}
