package io.tako.transport.http.v2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.tako.transport.websocket.ByteCarrier;
import io.tako.transport.websocket.ByteReceiver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stream as carrier, after an extended CONNECT (RFC 8441 section 5). What its receiver does not
 * want yet stays in the stream's window, so the peer waits. Belongs to the event loop.
 */
final class StreamTunnel implements ByteCarrier {

    private final Http2ServerConnection connection;
    private final Http2Exchange exchange;
    private @Nullable ByteReceiver receiver;
    private boolean wanted = true;
    private boolean ended;
    private boolean gone;
    private boolean burst;
    private int held;
    private long progress;

    StreamTunnel(Http2ServerConnection connection, Http2Exchange exchange) {
        this.connection = connection;
        this.exchange = exchange;
    }

    /** Sets who takes the bytes; before any can come. */
    void receiver(ByteReceiver taker) {
        this.receiver = taker;
    }

    private ByteReceiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    // From the stream.

    /** Bytes have come; how many of them the peer may not replace by others yet. */
    int received(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (ended) {
            return 0;
        }
        if (!burst) {
            burst = true;
            connection.tellAfterBurst(this::burstOver);
        }
        receiver().received(bytes.retain());
        if (wanted) {
            return 0;
        }
        held += size;
        return size;
    }

    private void burstOver() {
        burst = false;
        if (!gone) {
            receiver().readComplete();
        }
    }

    void inputEnded() {
        if (!gone) {
            receiver().inputEnded();
        }
    }

    void gone() {
        if (!gone) {
            gone = true;
            receiver().gone();
        }
    }

    // For the receiver.

    @Override
    public ChannelHandlerContext context() {
        return connection.ctx();
    }

    @Override
    public void write(ByteBuf bytes) {
        int count = bytes.readableBytes();
        if (gone || ended) {
            bytes.release();
            connection.core().eventLoop().execute(() -> receiver().written(count));
            return;
        }
        exchange.write(bytes)
                .addListener(
                        done -> {
                            progress++;
                            receiver().written(count);
                        });
    }

    @Override
    public void flush() {
        connection.flushSoon();
    }

    @Override
    public void reading(boolean wantsMore) {
        wanted = wantsMore;
        if (wanted && held > 0) {
            int taken = held;
            held = 0;
            connection.consumed(exchange.stream(), taken);
        }
    }

    @Override
    public long progress() {
        return progress * 1_000_003 + exchange.taken();
    }

    @Override
    public void end(boolean peerEnded) {
        if (!ended && !gone) {
            ended = true;
            exchange.endTunnel();
            reading(true);
        }
    }

    @Override
    public void abort() {
        if (!gone) {
            connection.reset(exchange.stream(), Http2Error.CANCEL);
        }
    }
}
