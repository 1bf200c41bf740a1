package io.tako.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.util.ReferenceCountUtil;
import io.tako.tcp.FrameException;
import io.tako.tcp.Framing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames behind their length. */
final class LengthCodec extends LengthFieldBasedFrameDecoder implements FrameCodec {

    private final Framing.LengthPrefixed framing;
    private final ChannelHandlerContext context;
    private final Prepender prepender;

    LengthCodec(Framing.LengthPrefixed framing, ChannelHandlerContext context) {
        super(
                framing.byteOrder(),
                Math.addExact(framing.maxLength(), framing.lengthBytes()),
                0,
                framing.lengthBytes(),
                framing.includesPrefix() ? -framing.lengthBytes() : 0,
                framing.lengthBytes(),
                true);
        this.framing = framing;
        this.context = context;
        this.prepender = new Prepender(framing);
    }

    @Override
    public byte @Nullable [] decode(ByteBuf in) throws FrameException {
        return DecodedFrame.of(() -> decode(context, in), framing.maxLength());
    }

    @Override
    public byte[] encode(byte[] frame) {
        List<Object> parts = new ArrayList<>(2);
        try {
            prepender.encode(context, Unpooled.wrappedBuffer(frame), parts);
            ByteBuf length = (ByteBuf) parts.getFirst();
            int count = length.readableBytes();
            byte[] whole = new byte[count + frame.length];
            length.readBytes(whole, 0, count);
            System.arraycopy(frame, 0, whole, count, frame.length);
            return whole;
        } finally {
            parts.forEach(ReferenceCountUtil::release);
        }
    }

    /** Netty's, that can be asked from here. */
    private static final class Prepender extends LengthFieldPrepender {

        Prepender(Framing.LengthPrefixed framing) {
            super(framing.byteOrder(), framing.lengthBytes(), 0, framing.includesPrefix());
        }

        @Override
        protected void encode(ChannelHandlerContext context, ByteBuf frame, List<Object> parts) {
            try {
                super.encode(context, frame, parts);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
