package io.tako.websocket;

import java.util.Objects;

/** What {@link WebSocket#receive()} returns: a whole message, a pong, or the end of them. */
public sealed interface Message {

    /** A text message; its UTF-8 was checked (RFC 6455 section 8.1). */
    record Text(String text) implements Message {
        public Text {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A binary message.
     *
     * @param bytes its bytes, not copied
     */
    record Binary(byte[] bytes) implements Message {
        public Binary {
            Objects.requireNonNull(bytes, "bytes");
        }
    }

    /**
     * A pong of the peer's (RFC 6455 section 5.5.3), the answer to a ping or one that nobody asked
     * for. Received only where {@link WebSocketOptions#pongs()} asks for them.
     *
     * @param payload its up to 125 bytes, those of the ping if it answers one; not copied
     */
    record Pong(byte[] payload) implements Message {
        public Pong {
            Objects.requireNonNull(payload, "payload");
        }
    }

    /**
     * The end of the socket; nothing is received after it.
     *
     * @param code why it ended, one of {@link CloseCode} or of the application's own; {@link
     *     CloseCode#NONE} if the peer gave none, {@link CloseCode#ABNORMAL} if the connection was
     *     lost without a close frame
     * @param reason words for it, or the empty string
     * @param byPeer whether the peer said so, and not this side
     */
    record Closed(int code, String reason, boolean byPeer) implements Message {
        public Closed {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
