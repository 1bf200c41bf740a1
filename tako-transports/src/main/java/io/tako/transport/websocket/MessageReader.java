package io.tako.transport.websocket;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Deflate;
import io.tako.websocket.Message;
import org.jspecify.annotations.Nullable;

/** Makes messages of data frames: joins, expands, checks. Belongs to the event loop. */
final class MessageReader {

    private final MessageBuffer buffer;
    private final @Nullable Deflate deflate;
    private final TextCheck check = new TextCheck();
    private @Nullable Inflation inflation;
    private final int maxFragments;
    private boolean amid;
    private int fragments;
    private boolean text;
    private boolean compressed;

    MessageReader(int maxMessage, int maxFragments, @Nullable Deflate deflate) {
        this.buffer = new MessageBuffer(maxMessage);
        this.maxFragments = maxFragments;
        this.deflate = deflate;
    }

    /**
     * Takes a data frame, which stays the caller's to release.
     *
     * @return the message that is whole with it, or null
     * @throws SocketFailure if the message is too large, or comes in too many parts, or is no
     *     UTF-8, or cannot be expanded
     */
    @Nullable Message read(WebSocketFrame frame) throws SocketFailure {
        if (!amid) {
            text = frame instanceof TextWebSocketFrame;
            compressed = FrameReader.compressed(frame);
            fragments = 0;
        }
        if (++fragments > maxFragments) {
            throw new SocketFailure(
                    CloseCode.TOO_BIG, "the message has more than " + maxFragments + " fragments");
        }
        boolean last = frame.isFinalFragment();
        byte[] payload = ByteBufUtil.getBytes(frame.content());
        if (!amid && last && !compressed) {
            buffer.check(payload.length);
            return text ? new Message.Text(TextCheck.whole(payload)) : new Message.Binary(payload);
        }
        amid = !last;
        if (compressed) {
            inflation().expand(payload, last, buffer);
            if (last && !inflation().takeover()) {
                // Nothing is to be remembered, so no memory is held for it.
                end();
            }
        } else {
            buffer.add(payload);
        }
        if (text) {
            check.part(buffer.array(), buffer.size(), last);
        }
        if (!last) {
            return null;
        }
        byte[] whole = buffer.take();
        return text ? new Message.Text(TextCheck.whole(whole)) : new Message.Binary(whole);
    }

    private Inflation inflation() {
        if (inflation == null) {
            inflation = new Inflation(deflate == null || deflate.clientTakeover());
        }
        return inflation;
    }

    void end() {
        if (inflation != null) {
            inflation.end();
            inflation = null;
        }
    }
}
