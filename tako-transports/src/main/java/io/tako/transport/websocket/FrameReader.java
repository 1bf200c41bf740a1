package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tako.websocket.CloseCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's frame decoder used outside a pipeline, so that streams of a connection have it too, and
 * refusing what it forgives: reserved bits where they mean nothing, and close codes nobody may
 * send. Belongs to the event loop.
 */
final class FrameReader extends WebSocket13FrameDecoder {

    private static final int COMPRESSED = 0b100;

    private final List<Object> decoded = new ArrayList<>(1);
    private @Nullable ByteBuf held;
    private boolean ended;

    FrameReader(int maxFrame, boolean deflate) {
        super(
                WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(true)
                        .allowExtensions(deflate)
                        .maxFramePayloadLength(maxFrame)
                        .closeOnProtocolViolation(false)
                        .build());
    }

    /** Takes bytes over, behind those that were not read yet. */
    void add(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (ended) {
            bytes.release();
        } else if (held == null) {
            held = bytes;
        } else {
            // A peer may send so that no read ever ends with a frame; what was read must go.
            held = MERGE_CUMULATOR.cumulate(ctx.alloc(), held.discardSomeReadBytes(), bytes);
        }
    }

    /**
     * Reads the next frame, which is the caller's to release.
     *
     * @return null if none is whole yet
     * @throws SocketFailure if the bytes break the protocol; nothing can be read any more then
     */
    @Nullable WebSocketFrame next(ChannelHandlerContext ctx) throws SocketFailure {
        ByteBuf in = held;
        if (in == null) {
            return null;
        }
        WebSocketFrame frame = decode(ctx, in);
        if (!in.isReadable()) {
            held = null;
            in.release();
        }
        if (frame != null) {
            try {
                check(frame);
            } catch (SocketFailure failure) {
                frame.release();
                throw failure;
            }
        }
        return frame;
    }

    private @Nullable WebSocketFrame decode(ChannelHandlerContext ctx, ByteBuf in)
            throws SocketFailure {
        try {
            decode(ctx, in, decoded);
        } catch (CorruptedWebSocketFrameException e) {
            throw new SocketFailure(e.closeStatus().code(), String.valueOf(e.getMessage()));
        } catch (Exception e) {
            throw new SocketFailure(CloseCode.PROTOCOL_ERROR, "a frame cannot be read");
        }
        return decoded.isEmpty() ? null : (WebSocketFrame) decoded.removeLast();
    }

    private static void check(WebSocketFrame frame) throws SocketFailure {
        int reserved = frame.rsv();
        if (reserved != 0) {
            boolean first =
                    !(frame instanceof ContinuationWebSocketFrame
                            || frame instanceof PingWebSocketFrame
                            || frame instanceof PongWebSocketFrame
                            || frame instanceof CloseWebSocketFrame);
            if (reserved != COMPRESSED || !first) {
                throw new SocketFailure(
                        CloseCode.PROTOCOL_ERROR, "reserved bits that mean nothing here are set");
            }
        }
        if (frame instanceof CloseWebSocketFrame
                && frame.content().isReadable()
                && !CloseCode.sendable(
                        frame.content().getUnsignedShort(frame.content().readerIndex()))) {
            throw new SocketFailure(CloseCode.PROTOCOL_ERROR, "a close code nobody may send");
        }
    }

    /** How many bytes of memory hold what was not read. */
    int capacity() {
        return held == null ? 0 : held.capacity();
    }

    /** Whether everything that came was read. */
    boolean isEmpty() {
        return held == null;
    }

    /** Whether a message begins that is compressed. */
    static boolean compressed(WebSocketFrame frame) {
        return frame.rsv() == COMPRESSED;
    }

    /** Forgets what is held; nothing is read any more. */
    void end() {
        ended = true;
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
