package io.tako.benchmarks.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** Netty by hand on one epoll loop, which also accepts. */
final class NettyServer implements RunningServer {
    private final MultiThreadIoEventLoopGroup loop = EpollLoop.open();
    private final Channel listener;

    private NettyServer(int port, Function<NettyEndpoints, ChannelHandler> handler)
            throws InterruptedException {
        var endpoints = new NettyEndpoints(new DateHeader(loop.next()));
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
                                        connection
                                                .pipeline()
                                                .addLast(new HttpServerCodec())
                                                .addLast(handler.apply(endpoints));
                                    }
                                })
                        .bind("127.0.0.1", port)
                        .sync()
                        .channel();
    }

    static RunningServer inline(int port) throws InterruptedException {
        return new NettyServer(port, NettyInline::new);
    }

    static RunningServer virtualThreads(int port) throws InterruptedException {
        return new NettyServer(port, NettyVirtualThreads::new);
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
