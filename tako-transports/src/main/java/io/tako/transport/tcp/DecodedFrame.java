package io.tako.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ReferenceCountUtil;
import io.tako.tcp.FrameException;
import org.jspecify.annotations.Nullable;

/** What one of Netty's frame decoders has to say about a buffer. */
final class DecodedFrame {

    /** The decoder, asked once. */
    @FunctionalInterface
    interface Decoder {
        @Nullable Object decode() throws Exception;
    }

    private DecodedFrame() {}

    /** The bytes of the frame, or null if it is not whole yet. */
    static byte @Nullable [] of(Decoder decoder, int maxLength) throws FrameException {
        Object frame;
        try {
            frame = decoder.decode();
        } catch (TooLongFrameException e) {
            throw tooLong(maxLength);
        } catch (CorruptedFrameException e) {
            throw new FrameException("the length of a frame makes no sense: " + e.getMessage());
        } catch (Exception e) {
            throw new IllegalStateException("a frame could not be decoded", e);
        }
        if (frame == null) {
            return null;
        }
        try {
            return ByteBufUtil.getBytes((ByteBuf) frame);
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    static FrameException tooLong(int maxLength) {
        return new FrameException("a frame of more than " + maxLength + " bytes");
    }
}
