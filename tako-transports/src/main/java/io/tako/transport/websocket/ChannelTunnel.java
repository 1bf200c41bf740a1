package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.tako.transport.spine.Drainable;
import io.tako.transport.spine.SendingEnd;
import io.tako.transport.spine.Ticket;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole connection as carrier, after an HTTP/1.1 upgrade. Takes the place of the handler that
 * spoke HTTP.
 */
public final class ChannelTunnel extends ChannelInboundHandlerAdapter
        implements ByteCarrier, Drainable {

    private static final Logger log = LoggerFactory.getLogger(ChannelTunnel.class);

    private final Runnable drain;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteReceiver receiver;

    /**
     * @param drain tells the exchange that was upgraded that the server drains
     */
    public ChannelTunnel(Runnable drain) {
        this.drain = drain;
    }

    /** Sets who takes the bytes; before any can come. */
    public void receiver(ByteReceiver taker) {
        this.receiver = taker;
    }

    private ByteReceiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        Ticket.of(ctx.channel()).hold(this);
    }

    // For the receiver.

    @Override
    public ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void write(ByteBuf bytes) {
        int count = bytes.readableBytes();
        context().write(bytes).addListener(done -> receiver().written(count));
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public void reading(boolean wanted) {
        context().channel().config().setAutoRead(wanted);
    }

    @Override
    public long progress() {
        var buffer = context().channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.currentProgress();
    }

    @Override
    public void end(boolean peerEnded) {
        var sent = context().writeAndFlush(Unpooled.EMPTY_BUFFER);
        if (peerEnded) {
            sent.addListener(ChannelFutureListener.CLOSE);
            return;
        }
        // Closing now would reset the connection, and the close frame away, while bytes come.
        sent.addListener(
                done -> {
                    if (done.isSuccess()) {
                        SendingEnd.of(context().channel());
                    } else {
                        abort();
                    }
                });
        reading(true);
    }

    @Override
    public void abort() {
        context().close();
    }

    @Override
    public void drain() {
        drain.run();
    }

    @Override
    public String occupation() {
        return "a WebSocket";
    }

    // From the channel.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            receiver().received(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        receiver().readComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            receiver().inputEnded();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        receiver().gone();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("A WebSocket's connection failed: {}", cause.toString());
        } else {
            log.warn("A WebSocket's connection failed", cause);
        }
        ctx.close();
    }
}
