package io.tako.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Tells by its first byte whether a connection begins as TLS does (RFC 8446 section 5.1). */
final class FirstByte extends ByteToMessageDecoder {

    private static final int HANDSHAKE = 22;

    private final TlsConnection connection;
    private boolean refused;

    FirstByte(TlsConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int first = in.getUnsignedByte(in.readerIndex());
        if (first == HANDSHAKE) {
            connection.begun();
            ctx.pipeline().replace(this, null, new ServerNameHandler(connection));
            return;
        }
        refused = true;
        in.skipBytes(in.readableBytes());
        if (first >= 'A' && first <= 'Z') {
            connection.plainText();
        } else {
            connection.failed("the first byte is " + first + ", which begins no TLS");
            ctx.close();
        }
    }
}
