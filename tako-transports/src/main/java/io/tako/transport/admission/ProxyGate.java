package io.tako.transport.admission;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import io.tako.http.ProxyHeader;
import io.tako.transport.config.ProxyConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a connection that may begin with a PROXY header. It holds everything back
 * until it is known whether there is one and what it says, and leaves the pipeline then.
 */
public final class ProxyGate extends ByteToMessageDecoder {

    private final ProxyConfig config;
    private final @Nullable SocketAddress peer;
    private final boolean trusted;
    private final Passage passage;
    private HeaderFrame frame = HeaderFrame.UNDECIDED;
    private boolean over;
    private @Nullable Future<?> timeout;

    /**
     * A gate to the passage.
     *
     * @param peer who is at the other end of the socket; null if it has left already
     */
    public ProxyGate(ProxyConfig config, @Nullable SocketAddress peer, Passage passage) {
        this.config = config;
        this.peer = peer;
        this.trusted = trusts(config, peer);
        this.passage = passage;
    }

    /** Whether the peer has sent the beginning of a header. */
    public boolean begun() {
        return frame != HeaderFrame.UNDECIDED || internalBuffer().isReadable();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!passage.opened()) {
            over = true;
            ctx.close();
            return;
        }
        if (!trusted && config.mode() == ProxyConfig.Mode.REQUIRED) {
            refuse(ctx, "its sender is not trusted");
            return;
        }
        if (config.headerTimeout().isPositive()) {
            timeout =
                    ctx.executor()
                            .schedule(
                                    () -> expired(ctx),
                                    config.headerTimeout().toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
    }

    private static boolean trusts(ProxyConfig config, @Nullable SocketAddress peer) {
        if (peer instanceof InetSocketAddress inet) {
            return config.trusted().trusts(inet.getAddress());
        }
        // Without an IP address it is on a Unix domain socket.
        return peer != null;
    }

    /** Who has not begun a header by then, where it need not, has none. */
    private void expired(ChannelHandlerContext ctx) {
        if (over) {
            return;
        }
        if (frame == HeaderFrame.UNDECIDED && config.mode() == ProxyConfig.Mode.ACCEPT) {
            pass(ctx, null);
        } else {
            refuse(ctx, "it did not end in time");
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            find(ctx, in);
        } catch (BadHeaderException e) {
            in.skipBytes(in.readableBytes());
            refuse(ctx, String.valueOf(e.getMessage()));
        }
    }

    private void find(ChannelHandlerContext ctx, ByteBuf in) throws BadHeaderException {
        if (frame == HeaderFrame.UNDECIDED) {
            frame = HeaderFrame.look(in);
            if (frame == HeaderFrame.UNDECIDED) {
                return;
            }
        }
        if (frame == HeaderFrame.NONE) {
            if (config.mode() == ProxyConfig.Mode.REQUIRED) {
                throw new BadHeaderException("there is none");
            }
            pass(ctx, null);
            return;
        }
        if (peer == null || !trusted) {
            throw new BadHeaderException("its sender is not trusted");
        }
        int length = frame.length(in, config.maxHeaderSize());
        if (length > 0) {
            // The codec closes the channel itself where it fails.
            end();
            ByteBuf header = in.readRetainedSlice(length);
            pass(ctx, HeaderReader.read(ctx, peer, frame, header, config.verifyChecksum()));
        }
    }

    private void pass(ChannelHandlerContext ctx, @Nullable ProxyHeader header) {
        end();
        if (passage.passed(header)) {
            ctx.fireChannelActive();
            // What came behind the header goes on with this.
            ctx.pipeline().remove(this);
        } else {
            ctx.close();
        }
    }

    private void refuse(ChannelHandlerContext ctx, String reason) {
        end();
        passage.refused(reason);
        ctx.close();
    }

    private void end() {
        over = true;
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (!over) {
            boolean within = frame == HeaderFrame.TEXT || frame == HeaderFrame.BINARY;
            end();
            if (within) {
                passage.refused("the peer left within it");
            }
        }
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
