package io.tako.websocket;

import io.tako.http.Request;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A WebSocket in the hands of its handler. Any thread may send and close; one at a time receives.
 * Pings are answered and sent by the server itself.
 */
public interface WebSocket {

    /**
     * The next message, or {@link Message.Closed} once there are no more, then again and again.
     * Parks until there is one. While messages wait for this the peer is slowed down, so memory
     * stays flat.
     *
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
     * @throws IllegalStateException if another thread receives, or {@link #flux()} is subscribed to
     */
    Message receive() throws IOException;

    /**
     * The messages as a stream for one subscriber, as fast as it asks for them; it completes when
     * the socket ends, and {@link #closed()} says how. Signals come from the connection's event
     * loop: do not block in them. Keep the handler from returning meanwhile, which would close the
     * socket.
     */
    Flux<Message> flux();

    /**
     * Sends a text message. Parks while more is under way than the write window holds, so memory
     * stays flat whatever the peer's speed; a message larger than the window is still sent.
     *
     * @throws io.tako.http.ClientGoneException if the socket has ended
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits; the
     *     message is sent all the same
     * @throws IllegalStateException if it would wait on an event loop's own thread
     */
    void send(String text) throws IOException;

    /** Sends a binary message; the array must not change afterwards. As {@link #send(String)}. */
    void send(byte[] bytes) throws IOException;

    /** Sends a message on; {@link Message.Closed} closes. As {@link #send(String)}. */
    default void send(Message message) throws IOException {
        switch (message) {
            case Message.Text text -> send(text.text());
            case Message.Binary binary -> send(binary.bytes());
            case Message.Pong pong -> sendPong(pong.payload());
            case Message.Closed closed -> close(closed.code(), closed.reason());
        }
    }

    /**
     * Sends unless that would have to wait: for whoever sends to many and has none of them wait for
     * the slowest.
     *
     * @return false if the write window is full or the socket has ended, and nothing was sent
     */
    boolean trySend(Message message);

    /**
     * Sends a ping with up to 125 bytes of payload (RFC 6455 section 5.5.2). The server pings by
     * itself; this is for clients that want to see one, and for handlers that want to see its
     * answer, a {@link Message.Pong} where {@link WebSocketOptions#pongs()} asks for them.
     *
     * @throws io.tako.http.ClientGoneException if the socket has ended
     */
    void sendPing(byte[] payload) throws IOException;

    /**
     * Sends a pong with up to 125 bytes of payload that answers no ping of this connection (RFC
     * 6455 section 5.5.3): a sign of life, or the answer to a ping that was passed on. The peer's
     * own pings are answered by the server.
     *
     * @throws io.tako.http.ClientGoneException if the socket has ended
     */
    void sendPong(byte[] payload) throws IOException;

    /** Closes with {@link CloseCode#NORMAL}. */
    default void close() {
        close(CloseCode.NORMAL, "");
    }

    /**
     * Begins to close after what was sent so far; without effect once the socket ends. Messages
     * that still come are dropped; {@link #receive()} returns the peer's answer.
     *
     * @param code one that may be sent, see {@link CloseCode#sendable}
     * @param reason up to 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Whether messages can still be sent. */
    boolean open();

    /** How the socket ended, or null while it has not. */
    Message.@Nullable Closed closed();

    /**
     * Has an action told how the socket ended, once it has: as soon as the peer's close frame has
     * come or the connection is lost, whatever the handler waits for, and at once if it has ended
     * already. Runs on the connection's event loop: it must not block, and may interrupt or wake
     * who does.
     */
    void onClosed(Consumer<Message.Closed> action);

    /** The subprotocol both sides agreed on, or null. */
    @Nullable String subprotocol();

    /**
     * The request that opened the socket, with its path variables, and the attributes middleware
     * left on it.
     */
    Request request();
}
