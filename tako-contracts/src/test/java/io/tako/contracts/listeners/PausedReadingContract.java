package io.tako.contracts.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.machine.SocketQueues;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.servers.RunningListener;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.BoundListener;
import io.tako.runtime.IoPreference;
import io.tako.runtime.ListenerOptions;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A channel that reads nothing for a while, with a peer that sends much and ends. Whatever is
 * spoken pauses by this where a reader is slow: a body, raw TCP, a WebSocket.
 */
@EveryBackEnd
final class PausedReadingContract {

    private static final int BEFORE = 64 * 1024;

    /** What comes while nobody reads; the system has room for it. */
    private static final int BEHIND = 192 * 1024;

    private static final int RECEIVE_BUFFER = 212_992;

    private final RuntimeKind kind;
    private final IoPreference io;
    private final AtomicLong received = new AtomicLong();
    private final LinkedBlockingQueue<Channel> opened = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    PausedReadingContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    private ChannelInitializer<Channel> counting(boolean halfClosure) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, halfClosure);
                channel.pipeline().addLast(new Counting());
                opened.add(channel);
            }
        };
    }

    private final class Counting extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            received.addAndGet(bytes.readableBytes());
            bytes.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                events.add("the end after " + received);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            events.add("the end after " + received);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add(cause.toString());
        }
    }

    @ParameterizedTest(name = "half-closure allowed: {0}")
    @ValueSource(booleans = {true, false})
    void noMoreIsReceivedThanTheBackEndHoldsAndNothingIsLost(boolean halfClosure) throws Exception {
        ListenerOptions options = withReceiveBuffer(ListenerOptions.defaults());
        try (TakoRuntime runtime = RunningServer.runtime(kind, io, 1);
                BoundListener bound =
                        runtime.bind(RunningListener.any(), options, counting(halfClosure));
                Socket peer = new Socket()) {
            peer.connect((InetSocketAddress) bound.localAddress());
            OutputStream out = peer.getOutputStream();
            byte[] some = new byte[BEHIND];
            out.write(some, 0, BEFORE);
            Waiting.until(received::get, BEFORE);
            Channel channel = opened.take();
            channel.eventLoop().submit(() -> channel.config().setAutoRead(false)).sync();
            out.write(some);
            peer.shutdownOutput();
            Waiting.until(() -> hasSeenTheEnd(peer));
            // The loop has had its say about that once it has come round some times.
            for (int i = 0; i < 20; i++) {
                channel.eventLoop().schedule(() -> {}, 5, TimeUnit.MILLISECONDS).sync();
            }
            long behind = received.get() - BEFORE;
            if (io == IoPreference.NIO) {
                assertThat(behind).isZero();
                assertThat(channel.isOpen()).isTrue();
            } else {
                // Both read to the peer's end: what the system had room for bounds that.
                assertThat(behind).isLessThanOrEqualTo(BEHIND);
            }
            channel.eventLoop().submit(() -> channel.config().setAutoRead(true)).sync();
            assertThat(events.poll(60, TimeUnit.SECONDS))
                    .isEqualTo("the end after " + (BEFORE + BEHIND));
        }
    }

    private static ListenerOptions withReceiveBuffer(ListenerOptions options) {
        return new ListenerOptions(
                options.backlog(),
                options.reuseAddress(),
                options.tcpNoDelay(),
                options.keepAlive(),
                RECEIVE_BUFFER,
                options.sendBuffer(),
                options.reusePort());
    }

    /** CLOSE_WAIT, as the system has it; or it has gone further. */
    private boolean hasSeenTheEnd(Socket peer) {
        return !events.isEmpty()
                || SocketQueues.of(peer).stream()
                        .anyMatch(connection -> connection.startsWith("server (state 08)"));
    }
}
