package io.tako.autoconfigure.webflux;

import io.tako.http.ClientGoneException;
import io.tako.websocket.Message;
import io.tako.websocket.WebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.adapter.AbstractWebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * Tako's WebSocket as Spring's session. Messages and pongs come on the connection's event loop;
 * sending parks a virtual thread while the peer is slow, so publishers are asked for no more than
 * it takes. Pings are answered by the connection and not seen. A socket that ends, ends what is
 * sent, and is told as the close status, whether the handler receives or not.
 */
final class SpringSocket extends AbstractWebSocketSession<WebSocket> {

    private final Sinks.One<CloseStatus> closed = Sinks.one();
    private final Sinks.Empty<Void> over = Sinks.empty();
    private final AtomicInteger receivers = new AtomicInteger();
    private final Scheduler senders;
    private volatile boolean ended;

    private SpringSocket(WebSocket socket, HandshakeInfo info, Scheduler senders) {
        super(socket, socket.request().id(), info, DefaultDataBufferFactory.sharedInstance);
        this.senders = senders;
        socket.onClosed(this::ended);
    }

    /** Runs Spring's handler over the socket, on the handler's virtual thread, to its end. */
    static void run(
            WebSocket socket, WebSocketHandler handler, HandshakeInfo info, ContextView context)
            throws Exception {
        Executor threads = task -> Thread.ofVirtual().start(task);
        Scheduler senders = Schedulers.fromExecutor(threads);
        SpringSocket session = new SpringSocket(socket, info, senders);
        CompletableFuture<@Nullable Void> handling =
                Mono.defer(() -> handler.handle(session)).contextWrite(context).toFuture();
        try {
            handling.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            // Interrupted, because the peer has left and the handler has not: it is cancelled.
            handling.cancel(true);
            senders.dispose();
        }
    }

    private void ended(Message.Closed how) {
        ended = true;
        closed.tryEmitValue(status(how));
        endSending();
    }

    private static CloseStatus status(Message.Closed how) {
        return CloseStatus.create(how.code(), how.reason().isEmpty() ? null : how.reason());
    }

    /** Whoever still receives is let finish: what is sent may be made of what came. */
    private void endSending() {
        if (ended && receivers.get() == 0) {
            over.tryEmitEmpty();
        }
    }

    @Override
    public Flux<WebSocketMessage> receive() {
        return getDelegate()
                .flux()
                .map(this::message)
                .doOnSubscribe(subscription -> receivers.incrementAndGet())
                .doFinally(
                        signal -> {
                            receivers.decrementAndGet();
                            endSending();
                        });
    }

    private WebSocketMessage message(Message message) {
        return switch (message) {
            case Message.Text text -> textMessage(text.text());
            case Message.Binary binary -> binaryMessage(buffers -> buffers.wrap(binary.bytes()));
            case Message.Pong pong -> pongMessage(buffers -> buffers.wrap(pong.payload()));
            case Message.Closed closed ->
                    throw new IllegalStateException("a stream of messages ends without " + closed);
        };
    }

    @Override
    public Mono<Void> send(Publisher<WebSocketMessage> messages) {
        return Flux.from(messages)
                .takeUntilOther(over.asMono())
                .publishOn(senders, 16)
                .doOnNext(this::send)
                .doOnDiscard(WebSocketMessage.class, SpringSocket::release)
                .then();
    }

    private static void release(WebSocketMessage message) {
        DataBufferUtils.release(message.getPayload());
    }

    private void send(WebSocketMessage message) {
        try {
            switch (message.getType()) {
                case TEXT -> getDelegate().send(message.getPayloadAsText(StandardCharsets.UTF_8));
                case BINARY -> getDelegate().send(bytes(message.getPayload()));
                case PING -> getDelegate().sendPing(bytes(message.getPayload()));
                case PONG -> getDelegate().sendPong(bytes(message.getPayload()));
            }
        } catch (ClientGoneException e) {
            logger.trace(getLogPrefix() + "The peer has left, and a message is not sent");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            release(message);
        }
    }

    private static byte[] bytes(DataBuffer payload) {
        byte[] bytes = new byte[payload.readableByteCount()];
        payload.toByteBuffer().get(bytes);
        return bytes;
    }

    @Override
    public boolean isOpen() {
        return getDelegate().open();
    }

    @Override
    public Mono<Void> close(CloseStatus status) {
        return Mono.fromRunnable(
                () -> {
                    String reason = status.getReason();
                    Message.Closed before = getDelegate().closed();
                    getDelegate().close(status.getCode(), reason == null ? "" : reason);
                    closed.tryEmitValue(before == null ? status : status(before));
                });
    }

    @Override
    public Mono<CloseStatus> closeStatus() {
        return closed.asMono();
    }
}
