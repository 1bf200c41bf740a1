package io.tako.benchmarks.servers;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;

/** The echo without HTTP on Netty by hand, on one epoll loop. */
final class NettyRawServer implements RunningServer {
    private static final int LARGEST_DATAGRAM = 2048;

    /** Datagrams that one system call may bring, as many as with Tako. */
    private static final int BATCH = 32;

    private final MultiThreadIoEventLoopGroup loop = EpollLoop.open();
    private final Channel socket;

    private NettyRawServer(Protocol protocol, int port) throws InterruptedException {
        ChannelFuture bound = protocol == Protocol.UDP ? datagrams(port) : connections(port);
        socket = bound.sync().channel();
    }

    static RunningServer start(Protocol protocol, int port) throws Exception {
        return new NettyRawServer(protocol, port);
    }

    private ChannelFuture connections(int port) {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel connection) {
                                connection.pipeline().addLast(new NettyRawEcho());
                            }
                        })
                .bind("127.0.0.1", port);
    }

    private ChannelFuture datagrams(int port) {
        return new Bootstrap()
                .group(loop)
                .channel(EpollDatagramChannel.class)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(BATCH * LARGEST_DATAGRAM))
                .handler(new NettyRawEcho())
                .bind("127.0.0.1", port);
    }

    @Override
    public int port() {
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    @Override
    public void close() {
        socket.close().syncUninterruptibly();
        EpollLoop.close(loop);
    }
}
