package io.tako.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends a TLS 1.2 connection whose client begins another handshake (RFC 5746): each costs the server
 * far more than the client, and the JDK's engine would go along. Follows the record layer, whose
 * heads are not encrypted (RFC 5246 section 6.2.1); in front of the engine.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {

    private static final int HEAD = 5;
    private static final int HANDSHAKE = 22;

    private int headSeen;
    private int length;
    private int bodyLeft;
    private boolean armed;
    private boolean ended;

    /** The first handshake is over: no other may begin. */
    void arm() {
        armed = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (ended) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ByteBuf bytes && begins(bytes)) {
            ended = true;
            bytes.release();
            // Without a close_notify: the connection failed, it did not come to its end.
            ctx.close();
        } else {
            ctx.fireChannelRead(message);
        }
    }

    /** Whether a record of these bytes is of a handshake that must not be. */
    private boolean begins(ByteBuf bytes) {
        for (int at = bytes.readerIndex(); at < bytes.writerIndex(); ) {
            if (bodyLeft > 0) {
                int passed = Math.min(bodyLeft, bytes.writerIndex() - at);
                bodyLeft -= passed;
                at += passed;
                continue;
            }
            int octet = bytes.getUnsignedByte(at++);
            if (headSeen == 0 && armed && octet == HANDSHAKE) {
                return true;
            }
            length = length << 8 | octet;
            if (++headSeen == HEAD) {
                bodyLeft = length & 0xffff;
                headSeen = 0;
                length = 0;
            }
        }
        return false;
    }
}
