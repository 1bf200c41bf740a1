package io.tako.transport.websocket;

import io.tako.http.Request;
import io.tako.transport.spine.LoopPublisher;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Message;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketUpgrade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The socket as its handler has it. Safe for any thread. */
final class HandlerSocket implements WebSocket {

    private static final int MOST_OF_CONTROL = 125;

    private final WebSocketUpgrade upgrade;
    private final Inbox inbox;
    private final Outbox outbox;
    private final LoopPublisher<Message> messages;
    private final @Nullable Deflation deflation;
    private final Endings endings;

    HandlerSocket(
            WebSocketUpgrade upgrade,
            Inbox inbox,
            Outbox outbox,
            LoopPublisher<Message> messages,
            @Nullable Deflation deflation,
            Endings endings) {
        this.upgrade = upgrade;
        this.inbox = inbox;
        this.outbox = outbox;
        this.messages = messages;
        this.deflation = deflation;
        this.endings = endings;
    }

    @Override
    public Message receive() throws IOException {
        return inbox.take();
    }

    @Override
    public Flux<Message> flux() {
        return Flux.from(messages);
    }

    @Override
    public void send(String text) throws IOException {
        outbox.check();
        add(FrameWriter.TEXT, text.getBytes(StandardCharsets.UTF_8));
        outbox.await();
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        outbox.check();
        add(FrameWriter.BINARY, bytes);
        outbox.await();
    }

    @Override
    public boolean trySend(Message message) {
        if (!outbox.open() || outbox.full()) {
            return false;
        }
        switch (message) {
            case Message.Text text ->
                    add(FrameWriter.TEXT, text.text().getBytes(StandardCharsets.UTF_8));
            case Message.Binary binary -> add(FrameWriter.BINARY, binary.bytes());
            case Message.Pong pong ->
                    outbox.add(FrameWriter.PONG, controlPayload("pong", pong.payload()));
            case Message.Closed closed -> close(closed.code(), closed.reason());
        }
        return true;
    }

    private void add(int head, byte[] payload) {
        if (deflation == null || payload.length < upgrade.options().compression().minSize()) {
            outbox.add(head, payload);
        } else {
            deflation.compress(
                    payload, shorter -> outbox.add(head | FrameWriter.COMPRESSED, shorter));
        }
    }

    @Override
    public void sendPing(byte[] payload) throws IOException {
        sendControl(FrameWriter.PING, controlPayload("ping", payload));
    }

    @Override
    public void sendPong(byte[] payload) throws IOException {
        sendControl(FrameWriter.PONG, controlPayload("pong", payload));
    }

    private void sendControl(int head, byte[] payload) throws IOException {
        outbox.check();
        outbox.add(head, payload);
        outbox.await();
    }

    private static byte[] controlPayload(String what, byte[] payload) {
        if (payload.length > MOST_OF_CONTROL) {
            throw new IllegalArgumentException(
                    what + " of " + payload.length + " bytes (expected: <= 125)");
        }
        return payload.clone();
    }

    @Override
    public void close(int code, String reason) {
        if (!CloseCode.sendable(code)) {
            throw new IllegalArgumentException(
                    "close code: "
                            + code
                            + " (expected: one that may be sent, RFC 6455 section 7.4)");
        }
        outbox.close(closePayload(code, reason));
    }

    /**
     * The payload of a close frame.
     *
     * @throws IllegalArgumentException if the reason does not fit (RFC 6455 section 5.5)
     */
    static byte[] closePayload(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        if (words.length + 2 > MOST_OF_CONTROL) {
            throw new IllegalArgumentException(
                    "close reason of " + words.length + " bytes (expected: <= 123)");
        }
        byte[] payload = new byte[2 + words.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(words, 0, payload, 2, words.length);
        return payload;
    }

    @Override
    public boolean open() {
        return outbox.open();
    }

    @Override
    public Message.@Nullable Closed closed() {
        return inbox.ended();
    }

    @Override
    public void onClosed(Consumer<Message.Closed> action) {
        endings.add(action);
    }

    @Override
    public @Nullable String subprotocol() {
        return upgrade.subprotocol();
    }

    @Override
    public Request request() {
        return upgrade.request();
    }
}
