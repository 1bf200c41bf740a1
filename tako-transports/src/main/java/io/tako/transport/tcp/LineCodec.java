package io.tako.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.tako.tcp.FrameException;
import io.tako.tcp.Framing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Frames that are lines. */
final class LineCodec extends LineBasedFrameDecoder implements FrameCodec {

    private final int maxLength;
    private final ChannelHandlerContext context;

    LineCodec(Framing.Lines framing, ChannelHandlerContext context) {
        // Netty's decoder tells a line that is too long to the pipeline, not to who asked.
        super(Integer.MAX_VALUE);
        this.maxLength = framing.maxLength();
        this.context = context;
    }

    @Override
    public byte @Nullable [] decode(ByteBuf in) throws FrameException {
        byte[] line = DecodedFrame.of(() -> decode(context, in), maxLength);
        // Without its end a line may have a carriage return more.
        if (line == null ? in.readableBytes() - 1 > maxLength : line.length > maxLength) {
            throw DecodedFrame.tooLong(maxLength);
        }
        return line;
    }

    @Override
    public byte[] encode(byte[] frame) {
        byte[] line = Arrays.copyOf(frame, frame.length + 1);
        line[frame.length] = '\n';
        return line;
    }
}
