package io.tako.transport.admission;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tako.http.ProxyHeader;
import io.tako.transport.config.ProxyConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection with a gate, and what comes through. */
final class GateChannel implements Passage, AutoCloseable {

    final List<String> events = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    final StringBuilder received = new StringBuilder();
    boolean passed;
    boolean active;
    @Nullable ProxyHeader header;
    boolean letIn = true;
    private final boolean room;
    private final EmbeddedChannel channel;

    GateChannel(ProxyConfig config, String peer, boolean room) {
        this.room = room;
        SocketAddress sender = new InetSocketAddress(peer, 40_000);
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new ProxyGate(config, sender, this));
        channel.pipeline().fireChannelActive();
    }

    @Override
    public boolean opened() {
        events.add("opened");
        return room;
    }

    @Override
    public boolean passed(@Nullable ProxyHeader told) {
        events.add("passed");
        passed = true;
        header = told;
        if (letIn) {
            channel.pipeline().addLast(new Protocol());
        }
        return letIn;
    }

    @Override
    public void refused(String reason) {
        refusals.add(reason);
    }

    void receive(byte[]... pieces) {
        for (byte[] piece : pieces) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.copiedBuffer(piece));
            }
        }
        channel.runPendingTasks();
    }

    void wait(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    boolean open() {
        return channel.isOpen();
    }

    /** The handlers that are left. */
    List<String> handlers() {
        return channel.pipeline().toMap().values().stream()
                .map(handler -> handler.getClass().getSimpleName())
                .toList();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    private final class Protocol extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            active = true;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object read) {
            ByteBuf bytes = (ByteBuf) read;
            received.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }
    }
}
