package io.tako.transport.http.v1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Looks at the first bytes of a connection in clear text: a client that knows that HTTP/2 is spoken
 * here begins with its preface (RFC 9113 section 3.3), which no request of HTTP/1.1 resembles.
 */
final class PrefaceDetector extends ByteToMessageDecoder {

    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    private final Http1Connection connection;

    PrefaceDetector(Http1Connection connection) {
        this.connection = connection;
    }

    /** Whether bytes wait here for those that follow to tell what they begin. */
    boolean isWaiting() {
        return actualReadableBytes() > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int seen = Math.min(in.readableBytes(), PREFACE.readableBytes());
        for (int i = 0; i < seen; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE.getByte(i)) {
                ctx.pipeline().remove(this);
                return;
            }
        }
        if (seen == PREFACE.readableBytes()) {
            connection.becomeHttp2();
            ctx.pipeline().remove(this);
        }
    }
}
