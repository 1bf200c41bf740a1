package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * The end of sending on a connection that goes on receiving, so that the peer can read what was
 * sent before the connection closes (RFC 9112 section 9.6).
 */
public final class SendingEnd {

    private SendingEnd() {}

    /** Tells the peer that no more comes, over TLS with a close_notify first. On the event loop. */
    public static void of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdown(channel);
            return;
        }
        // What still comes needs no decryption. An engine that is given it calls it the peer's end
        // from here on, and to close on that resets what the peer has yet to read.
        channel.pipeline().addBefore(channel.pipeline().context(tls).name(), null, new PassOver());
        tls.closeOutbound()
                .addListener(
                        sent -> {
                            if (channel.pipeline().context(tls) != null) {
                                channel.pipeline().remove(tls);
                            }
                            shutdown(channel);
                        });
    }

    /** The same where what the peer still sends is read, not passed over. On the event loop. */
    public static void andGoOn(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdown(channel);
        } else {
            tls.closeOutbound().addListener(sent -> shutdown(channel));
        }
    }

    private static void shutdown(Channel channel) {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            channel.close();
        }
    }

    /** Passes over what comes; its end is told. */
    private static final class PassOver extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
