package io.tako.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import io.tako.tcp.FrameException;
import io.tako.tcp.Framing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Frames that end with a delimiter. */
final class DelimiterCodec extends DelimiterBasedFrameDecoder implements FrameCodec {

    private final Framing.Delimited framing;
    private final ChannelHandlerContext context;

    DelimiterCodec(Framing.Delimited framing, ChannelHandlerContext context) {
        super(
                // A delimiter that is there in part does not make a frame too long.
                Math.addExact(framing.maxLength(), longest(framing) - 1),
                framing.delimiters().stream().map(Unpooled::wrappedBuffer).toArray(ByteBuf[]::new));
        this.framing = framing;
        this.context = context;
    }

    private static int longest(Framing.Delimited framing) {
        return framing.delimiters().stream().mapToInt(one -> one.length).max().orElseThrow();
    }

    @Override
    public byte @Nullable [] decode(ByteBuf in) throws FrameException {
        byte[] frame = DecodedFrame.of(() -> decode(context, in), framing.maxLength());
        if (frame != null && frame.length > framing.maxLength()) {
            throw DecodedFrame.tooLong(framing.maxLength());
        }
        return frame;
    }

    @Override
    public byte[] encode(byte[] frame) {
        byte[] delimiter = framing.delimiters().getFirst();
        byte[] whole = Arrays.copyOf(frame, frame.length + delimiter.length);
        System.arraycopy(delimiter, 0, whole, frame.length, delimiter.length);
        return whole;
    }
}
