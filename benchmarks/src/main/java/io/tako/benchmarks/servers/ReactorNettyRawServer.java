package io.tako.benchmarks.servers;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.reactivestreams.Publisher;
import reactor.netty.Connection;
import reactor.netty.DisposableChannel;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.tcp.TcpServer;
import reactor.netty.udp.UdpInbound;
import reactor.netty.udp.UdpOutbound;
import reactor.netty.udp.UdpServer;

/** The echo without HTTP on Reactor Netty, as its reference guide writes it. */
final class ReactorNettyRawServer implements RunningServer {
    private final MultiThreadIoEventLoopGroup loop = EpollLoop.open();
    private final DisposableChannel server;

    private ReactorNettyRawServer(Protocol protocol, int port) {
        server = protocol == Protocol.UDP ? datagrams(port) : connections(port);
    }

    static RunningServer start(Protocol protocol, int port) {
        return new ReactorNettyRawServer(protocol, port);
    }

    private DisposableChannel connections(int port) {
        return TcpServer.create()
                .runOn(loop)
                .host("127.0.0.1")
                .port(port)
                .handle(ReactorNettyRawServer::echo)
                .bindNow();
    }

    private Connection datagrams(int port) {
        return UdpServer.create()
                .runOn(loop)
                .host("127.0.0.1")
                .port(port)
                .handle(ReactorNettyRawServer::reply)
                .bindNow();
    }

    private static Publisher<Void> echo(NettyInbound inbound, NettyOutbound outbound) {
        return outbound.send(inbound.receive().retain());
    }

    private static Publisher<Void> reply(UdpInbound inbound, UdpOutbound outbound) {
        return outbound.sendObject(
                inbound.receiveObject()
                        .cast(DatagramPacket.class)
                        .map(one -> new DatagramPacket(one.content().retain(), one.sender())));
    }

    @Override
    public int port() {
        return ((InetSocketAddress) server.channel().localAddress()).getPort();
    }

    @Override
    public void close() {
        server.disposeNow();
        EpollLoop.close(loop);
    }
}
