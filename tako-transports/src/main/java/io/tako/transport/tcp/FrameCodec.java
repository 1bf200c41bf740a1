package io.tako.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.tako.tcp.FrameException;
import io.tako.tcp.Framing;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames out of bytes and makes bytes of frames. Remembers what it has seen of a frame that
 * is not whole, so it is one reader's.
 */
interface FrameCodec {

    /**
     * The codec of a framing.
     *
     * @param context whose allocator is used; nothing else of it
     */
    static FrameCodec of(Framing framing, ChannelHandlerContext context) {
        return switch (framing) {
            case Framing.Lines lines -> new LineCodec(lines, context);
            case Framing.Delimited delimited -> new DelimiterCodec(delimited, context);
            case Framing.LengthPrefixed prefixed -> new LengthCodec(prefixed, context);
        };
    }

    /**
     * The next frame, whose bytes are taken from the buffer; null if it is not whole yet.
     *
     * @param in begins where the last frame ended, with index 0
     * @throws FrameException if there will be none
     */
    byte @Nullable [] decode(ByteBuf in) throws FrameException;

    /** The frame with what tells it apart from the next one. */
    byte[] encode(byte[] frame);
}
