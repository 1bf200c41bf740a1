package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import io.tako.http.PeerGone;
import io.tako.runtime.Core;
import io.tako.runtime.ExecutionProfile;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.spine.HandlerRun;
import io.tako.transport.spine.LoopPublisher;
import io.tako.transport.spine.OnLoop;
import io.tako.transport.spine.SilenceClock;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Message;
import io.tako.websocket.WebSocketOptions;
import io.tako.websocket.WebSocketUpgrade;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket over whatever carries its bytes: frames to messages and back, the close handshake,
 * keep-alive and limits. Belongs to the event loop; its handler runs on a virtual thread of the
 * core.
 */
public final class WebSocketConnection implements ByteReceiver, SilenceClock.Watched {

    private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** What the server's own pings say, so that their pongs can be told from others. */
    private static final byte[] OWN_PING = ownPing();

    private enum State {
        OPEN,
        /** The close frame was sent and the peer's is awaited; messages are dropped. */
        CLOSING,
        /** Sending has ended; what comes is passed over. */
        ENDED,
        GONE
    }

    private final ByteCarrier carrier;
    private final WebSocketUpgrade upgrade;
    private final WebSocketOptions options;
    private final Core core;
    private final Reading reading;
    private final MessageReader messages;
    private final Inbox inbox;
    private final Outbox outbox;
    private final FrameSender sender;
    private final @Nullable Deflation deflation;
    private final SilenceClock clock;
    private final Endings endings;
    private final HandlerRun run;
    private final int window;
    private State state = State.OPEN;
    private boolean handled;
    private boolean receiving;
    private @Nullable ScheduledFuture<?> patience;
    private @Nullable ScheduledFuture<?> grace;
    private long heard;
    private long exchanged;
    private long taken;

    private WebSocketConnection(
            ByteCarrier carrier,
            WebSocketUpgrade upgrade,
            Core core,
            HttpListenerConfig config,
            ExecutionProfile profile) {
        HttpLimits limits = config.limits();
        this.carrier = carrier;
        this.upgrade = upgrade;
        this.options = upgrade.options();
        this.core = core;
        this.window = limits.writeWindow();
        FrameReader frames =
                new FrameReader(
                        Math.min(options.maxFrame(), options.maxMessage()),
                        upgrade.deflate() != null);
        this.reading = new Reading(carrier, core.eventLoop(), frames, new Frames());
        this.messages =
                new MessageReader(options.maxMessage(), options.maxFragments(), upgrade.deflate());
        this.inbox = new Inbox(limits.bodyWindow(), () -> onLoop(reading::roomy));
        this.outbox = new Outbox(core::execute, window, this::drainOutbox);
        this.sender = new FrameSender(carrier, outbox, window);
        this.deflation = upgrade.deflate() == null ? null : new Deflation(upgrade.deflate());
        this.clock =
                new SilenceClock(
                        this,
                        core.sweep(),
                        new SilenceClock.Limits(
                                options.pingInterval(),
                                options.idleTimeout(),
                                config.timeouts().writeStall(),
                                options.lifetime()));
        this.endings = new Endings(this::onLoop);
        LoopPublisher<Message> published = new LoopPublisher<>(new OnLoop(core), inbox.published());
        HandlerSocket socket =
                new HandlerSocket(upgrade, inbox, outbox, published, deflation, endings);
        this.run =
                new HandlerRun(
                        () -> upgrade.handler().handle(socket),
                        () -> "WebSocket " + path(),
                        profile,
                        this::handled);
    }

    /**
     * A socket over the carrier; {@link #begin()} runs its handler.
     *
     * @param config the listener's, for its limits and timeouts
     * @param profile what is known of how long the handler keeps the loop
     */
    public static WebSocketConnection over(
            ByteCarrier carrier,
            WebSocketUpgrade upgrade,
            Core core,
            HttpListenerConfig config,
            ExecutionProfile profile) {
        return new WebSocketConnection(carrier, upgrade, core, config, profile);
    }

    /** Runs the handler, once the carrier is ready to send. */
    public void begin() {
        clock.start();
        upgrade.request()
                .exchange()
                .onDrain(() -> close(CloseCode.GOING_AWAY, "the server is going away"));
        try {
            core.start(run);
        } catch (RejectedExecutionException e) {
            carrier.abort();
        }
    }

    /** What the log calls the socket: the route's pattern, or the path where no route is. */
    private String path() {
        String pattern = upgrade.request().matchedPath();
        return pattern.isEmpty() ? upgrade.request().path() : pattern;
    }

    private static byte[] ownPing() {
        byte[] payload = new byte[8];
        ThreadLocalRandom.current().nextBytes(payload);
        return payload;
    }

    private void onLoop(Runnable action) {
        try {
            core.execute(action);
        } catch (RejectedExecutionException e) {
            log.debug("The loop of {} has ended", upgrade.request().id());
        }
    }

    // What the carrier brings.

    @Override
    public void received(ByteBuf bytes) {
        if (state != State.OPEN && state != State.CLOSING) {
            bytes.release();
            return;
        }
        heard += bytes.readableBytes();
        reading.received(bytes);
    }

    @Override
    public void readComplete() {
        receiving = false;
        inbox.wake();
        sender.flush();
    }

    @Override
    public void written(int bytes) {
        taken += bytes;
        outbox.written(bytes);
        sender.left();
        if (state == State.OPEN) {
            sender.sendHeldPong();
            if (outbox.underWay() <= window / 2) {
                reading.flowing();
            }
        }
        if (!receiving) {
            sender.flush();
        }
    }

    @Override
    public void inputEnded() {
        if (state == State.ENDED) {
            // What was written before may still be on its way.
            carrier.end(true);
            return;
        }
        reading.inputEnded();
        if (inbox.ended() == null && patience == null) {
            // Its last messages wait behind others; a handler that takes none holds nothing up.
            patience = later(options.closeTimeout(), () -> lost("the connection was closed"));
        }
    }

    @Override
    public void gone() {
        state = State.GONE;
        ended(new Message.Closed(CloseCode.ABNORMAL, "the connection was lost", false));
        cancel(patience);
        reading.end();
        sender.release();
    }

    /** What is done with the frames that are read. */
    private final class Frames implements Reading.Sink {

        @Override
        public void frame(WebSocketFrame frame) throws SocketFailure {
            receiving = true;
            try {
                if (frame instanceof CloseWebSocketFrame close) {
                    peerClosed(close);
                } else if (state == State.OPEN) {
                    opened(frame);
                }
            } finally {
                frame.release();
            }
        }

        private void opened(WebSocketFrame frame) throws SocketFailure {
            switch (frame) {
                case PingWebSocketFrame ping -> {
                    sender.pong(ByteBufUtil.getBytes(ping.content()));
                    pauseWhileFull();
                }
                case PongWebSocketFrame pong -> pong(ByteBufUtil.getBytes(pong.content()));
                default -> {
                    Message message = messages.read(frame);
                    if (message != null) {
                        exchanged++;
                        pass(message);
                    }
                }
            }
        }

        private void pong(byte[] payload) {
            if (options.pongs() && !Arrays.equals(payload, OWN_PING)) {
                pass(new Message.Pong(payload));
            }
        }

        private void pass(Message message) {
            inbox.add(message);
            if (inbox.isFull()) {
                reading.full();
            }
        }

        @Override
        public void failed(SocketFailure failure) {
            fail(failure.code(), failure.reason());
        }

        @Override
        public void inputEnded() {
            lost("the connection was closed");
        }

        @Override
        public void turnOver() {
            readComplete();
        }
    }

    /** What is owed to a peer that takes nothing does not grow by what it sends. */
    private void pauseWhileFull() {
        if (outbox.full()) {
            reading.congested();
        }
    }

    // What goes out.

    private void drainOutbox() {
        outbox.draining();
        for (Outbox.Outgoing next = outbox.next(); next != null; next = outbox.next()) {
            if (state != State.OPEN) {
                outbox.written(FrameWriter.size(next.payload().length));
                continue;
            }
            sender.frame(next.head(), next.payload());
            if (next.head() == FrameWriter.CLOSE) {
                closing();
            } else {
                exchanged++;
            }
        }
        pauseWhileFull();
        if (!receiving) {
            sender.flush();
        }
    }

    // The ways a socket ends.

    /** The handler has returned, or thrown. */
    private void handled(@Nullable Throwable failure) {
        handled = true;
        cancel(grace);
        if (failure == null) {
            close(CloseCode.NORMAL, "");
            return;
        }
        if (PeerGone.isCauseOf(failure, inbox.ended() != null)) {
            log.debug("WebSocket {}: {}", upgrade.request().id(), failure.getMessage());
        } else {
            log.error("WebSocket {}, {}, failed", upgrade.request().id(), path(), failure);
        }
        close(CloseCode.SERVER_ERROR, "");
    }

    /** The server closes; the handler is told at once. */
    private void close(int code, String reason) {
        if (state != State.OPEN) {
            return;
        }
        drainOutbox();
        if (state == State.OPEN) {
            sender.control(FrameWriter.CLOSE, HandlerSocket.closePayload(code, reason));
            closing();
            ended(new Message.Closed(code, reason, false));
            if (!receiving) {
                sender.flush();
            }
        }
    }

    /** The close frame was sent. */
    private void closing() {
        state = State.CLOSING;
        clock.stop();
        // The peer's close frame is behind what nobody takes any more.
        reading.freely();
        patience = later(options.closeTimeout(), carrier::abort);
    }

    /** The peer closes, or answers the close frame it got (RFC 6455 section 5.5.1). */
    private void peerClosed(CloseWebSocketFrame frame) {
        int code = frame.statusCode();
        if (state == State.OPEN) {
            drainOutbox();
        }
        if (state == State.OPEN) {
            byte[] echo = code < 0 ? new byte[0] : HandlerSocket.closePayload(code, "");
            sender.control(FrameWriter.CLOSE, echo);
        }
        ended(new Message.Closed(code < 0 ? CloseCode.NONE : code, frame.reasonText(), true));
        end(true);
    }

    /** What the peer sent cannot be gone on from: it is told why, and no more is read. */
    private void fail(int code, String reason) {
        log.debug("WebSocket {}: {} {}", upgrade.request().id(), code, reason);
        if (state == State.OPEN) {
            sender.control(FrameWriter.CLOSE, HandlerSocket.closePayload(code, reason));
        }
        ended(new Message.Closed(code, reason, false));
        end(false);
    }

    private void end(boolean peerEnded) {
        if (state == State.OPEN || state == State.CLOSING) {
            state = State.ENDED;
            sender.flushAll();
            carrier.end(peerEnded);
            cancel(patience);
            patience = later(LINGER, carrier::abort);
            reading.end();
        }
    }

    /** The connection is lost, or as good as lost. */
    private void lost(String why) {
        ended(new Message.Closed(CloseCode.ABNORMAL, why, false));
        carrier.abort();
    }

    /** Tells the handler how it ended, once. */
    private void ended(Message.Closed how) {
        if (inbox.ended() != null) {
            return;
        }
        clock.stop();
        // Who cannot send any more finds how it ended, and who has received that cannot send.
        inbox.ending(how);
        outbox.end();
        inbox.end();
        messages.end();
        if (deflation != null) {
            deflation.end();
        }
        endings.tell(how);
        if (!handled) {
            grace = later(options.closeTimeout(), this::interruptHandler);
        }
    }

    private void interruptHandler() {
        Thread thread = run.thread();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private ScheduledFuture<?> later(Duration delay, Runnable action) {
        return core.eventLoop().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void cancel(@Nullable ScheduledFuture<?> future) {
        if (future != null) {
            future.cancel(false);
        }
    }

    // What the clock asks and says.

    @Override
    public long heard() {
        heard += reading.isOn() ? 0 : 1;
        return heard;
    }

    @Override
    public long messages() {
        exchanged += reading.isOn() ? 0 : 1;
        return exchanged;
    }

    @Override
    public long taken() {
        return outbox.underWay() == 0 ? 0 : 1 + taken + carrier.progress();
    }

    @Override
    public void ping() {
        sender.control(FrameWriter.PING, OWN_PING);
        sender.flush();
    }

    @Override
    public void silent() {
        lost("the peer answers no ping");
    }

    @Override
    public void stalled() {
        lost("the peer takes nothing");
    }

    @Override
    public void idle() {
        close(CloseCode.GOING_AWAY, "idle for too long");
    }

    @Override
    public void tooOld() {
        close(CloseCode.GOING_AWAY, "open for too long");
    }
}
