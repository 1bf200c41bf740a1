package io.tako.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.tako.http.ClientGoneException;
import io.tako.http.PeerGone;
import io.tako.runtime.Core;
import io.tako.tcp.FrameException;
import io.tako.tcp.InputEndedException;
import io.tako.transport.config.TcpOptions;
import io.tako.transport.spine.BufferItems;
import io.tako.transport.spine.ChannelConnection;
import io.tako.transport.spine.CoreState;
import io.tako.transport.spine.Drainable;
import io.tako.transport.spine.HandlerRun;
import io.tako.transport.spine.ReadQueue;
import io.tako.transport.spine.SendingEnd;
import io.tako.transport.spine.SilenceClock;
import io.tako.transport.spine.Ticket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection: bytes between its channel and its handler, half-close both ways, and limits
 * of time. Belongs to the event loop; its handler runs on a virtual thread of the core.
 */
final class TcpServerConnection extends ChannelInboundHandlerAdapter
        implements Drainable, SilenceClock.Watched {

    private static final Logger log = LoggerFactory.getLogger(TcpServerConnection.class);
    private static final Duration LINGER = Duration.ofSeconds(2);

    private enum State {
        REFUSED,
        OPEN,
        /** What was written is sent, and the end behind it; what comes is passed over. */
        ENDING,
        GONE
    }

    private final CoreState state;
    private final TcpSpine spine;
    private final TcpOptions options;
    private final ReadQueue<ByteBuf> intake;
    private final Input input;
    private final Outlet outlet;
    private final SilenceClock clock;
    private final Queue<PublishedOutput> published = new ConcurrentLinkedQueue<>();
    private final List<Runnable> onDrain = new ArrayList<>();
    private volatile boolean inputEnded;
    private volatile boolean draining;
    private volatile boolean cutShort;
    private @Nullable ChannelHandlerContext context;
    private @Nullable HandlerConnection handed;
    private @Nullable HandlerRun run;
    private @Nullable ScheduledFuture<?> grace;
    private State stage = State.REFUSED;
    private boolean peerEnded;
    private boolean outputEnded;
    private boolean allSent;
    private boolean shutdown;
    private boolean reading = true;
    private boolean receiving;
    private long moved;
    private long taken;
    private long heardAtLook;
    private long heard;

    TcpServerConnection(CoreState state, TcpSpine spine) {
        this.state = state;
        this.spine = spine;
        this.options = spine.config().options();
        this.intake = new ReadQueue<>(options.readWindow(), BufferItems.BUFFERS, new Resuming());
        this.outlet = new Outlet(core()::execute, options.writeWindow(), this::sendWaiting);
        this.input = new Input(intake, outlet::pass, () -> cutShort);
        this.clock =
                new SilenceClock(
                        this,
                        core().sweep(),
                        new SilenceClock.Limits(
                                Duration.ZERO,
                                options.idleTimeout(),
                                options.writeStall(),
                                options.lifetime()));
    }

    // For the handler's side, on any thread.

    Core core() {
        return state.core();
    }

    String listener() {
        return spine.config().name();
    }

    /** Runs the action on the loop, unless that has ended. */
    void onLoop(Runnable action) {
        try {
            core().execute(action);
        } catch (RejectedExecutionException e) {
            log.debug("The loop of {} has ended", handed);
        }
    }

    Queue<PublishedOutput> published() {
        return published;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    boolean draining() {
        return draining;
    }

    // From the channel.

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Ticket ticket = Ticket.of(ctx.channel());
        if (!ticket.admitted()) {
            ctx.close();
            return;
        }
        stage = State.OPEN;
        ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        ticket.hold(this);
        clock.start();
        ChannelConnection facts = new ChannelConnection(ctx.channel(), "tcp", core().index());
        HandlerConnection connection = new HandlerConnection(this, ctx, facts, input, outlet);
        handed = connection;
        run =
                new HandlerRun(
                        () -> spine.handler().handle(connection),
                        () -> "TCP " + spine.config().name(),
                        spine.profile(),
                        this::handled);
        if (spine.draining()) {
            drain();
        }
        try {
            core().start(run);
        } catch (RejectedExecutionException e) {
            intake.discard(new ClientGoneException("the event loop has ended"));
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        receiving = true;
        int count = bytes.readableBytes();
        heard += count;
        moved += count;
        if (stage != State.OPEN || !bytes.isReadable() || !intake.offer(bytes)) {
            bytes.release();
        } else if (reading && intake.isFull()) {
            reading = false;
            ctx.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        receiving = false;
        intake.wake();
        ctx.flush();
    }

    /** Has reading go on. */
    private final class Resuming implements ReadQueue.Flow {
        @Override
        public void resumed() {
            onLoop(TcpServerConnection.this::resume);
        }
    }

    private void resume() {
        if (!reading && !peerEnded && ctx().channel().isActive()) {
            reading = true;
            ctx().channel().config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            peerEnded = true;
            inputEnded = true;
            intake.end();
            if (stage == State.ENDING && allSent) {
                ctx.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (stage != State.REFUSED) {
            stage = State.GONE;
            clock.stop();
            onDrain.clear();
            ended(new ClientGoneException("the connection is lost"));
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (stage == State.REFUSED || cause instanceof IOException) {
            log.debug("{} failed: {}", handed, cause.toString());
        } else {
            log.warn("{} failed", handed, cause);
        }
        ctx.close();
    }

    // What goes out.

    private void sendWaiting() {
        var queue = outlet.queue();
        queue.draining();
        boolean some = false;
        for (byte[] piece = queue.next(); piece != null; piece = queue.next()) {
            some = true;
            int count = piece.length;
            moved += count;
            ctx().write(Unpooled.wrappedBuffer(piece))
                    .addListener(done -> written(count, done.isSuccess()));
        }
        if (some && !receiving) {
            ctx().flush();
        }
    }

    private void written(int count, boolean sent) {
        if (!sent && ctx().channel().isActive()) {
            // TLS is over: its peer may have ended it for both sides, the connection still open.
            abort();
        }
        taken += count;
        outlet.queue().written(count);
        published.forEach(PublishedOutput::more);
    }

    /** The handler sends no more, and goes on reading. */
    void endOutput() {
        if (stage == State.OPEN && !outputEnded) {
            sendWaiting();
            endOutputBehindSent();
        }
    }

    private void endOutputBehindSent() {
        outputEnded = true;
        ctx().writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(
                        sent -> {
                            if (sent.isSuccess()) {
                                allSent();
                            } else {
                                abort();
                            }
                        });
    }

    private void allSent() {
        allSent = true;
        if (stage == State.ENDING) {
            leave();
        } else {
            SendingEnd.andGoOn(ctx().channel());
            shutdown = true;
        }
    }

    // The ways a connection ends.

    /** The handler has returned, or thrown. */
    private void handled(@Nullable Throwable failure) {
        run = null;
        if (grace != null) {
            grace.cancel(false);
        }
        boolean lost = stage == State.GONE;
        if (failure == null) {
            outlet.shut();
            close();
        } else if (isPeersDoing(failure) || PeerGone.isCauseOf(failure, lost)) {
            log.debug("{}: {}", handed, failure.getMessage());
            abort();
        } else {
            log.error("The handler of {} failed, listener {}", handed, listener(), failure);
            abort();
        }
        intake.discard(new ClientGoneException("the handler has returned"));
    }

    private static boolean isPeersDoing(Throwable failure) {
        return failure instanceof FrameException || failure instanceof InputEndedException;
    }

    /** Sends what was written and the end behind it; what comes is passed over. */
    void close() {
        if (stage != State.OPEN) {
            return;
        }
        sendWaiting();
        stage = State.ENDING;
        ClientGoneException closed = new ClientGoneException("the connection was closed");
        ended(closed);
        intake.discard(closed);
        resume();
        if (allSent) {
            leave();
        } else if (!outputEnded) {
            endOutputBehindSent();
        }
    }

    /** Closes once the peer has read what was sent, which its own end says, or has had time to. */
    private void leave() {
        if (peerEnded) {
            ctx().close();
            return;
        }
        if (!shutdown) {
            SendingEnd.of(ctx().channel());
        }
        later(LINGER, ctx()::close);
    }

    /** The peer is to know that what it got is not whole, so this is no orderly end. */
    @Override
    public void abort() {
        if (ctx().channel().isActive()) {
            ctx().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        ctx().close();
    }

    /** Tells who reads and writes that it is over, and ends a handler that does not see it. */
    private void ended(IOException how) {
        intake.fail(how);
        inputEnded = true;
        outlet.queue().end();
        published.forEach(output -> output.fail(how));
        interruptLater();
    }

    private void interruptLater() {
        if (run != null && grace == null) {
            grace = later(options.closeTimeout(), this::interruptHandler);
        }
    }

    private void interruptHandler() {
        Thread thread = run == null ? null : run.thread();
        if (thread != null) {
            thread.interrupt();
        }
        abort();
    }

    private ScheduledFuture<?> later(Duration delay, Runnable action) {
        return core().eventLoop().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    // Drain, and what else has a connection end.

    @Override
    public void drain() {
        if (stage == State.OPEN && !draining) {
            draining = true;
            onDrain.forEach(this::run);
            onDrain.clear();
            endInputOnceQuiet();
        }
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("{}: an action for the drain failed", handed, e);
        }
    }

    void onDrain(Runnable action) {
        if (draining) {
            run(action);
        } else if (stage == State.OPEN) {
            onDrain.add(action);
        }
    }

    private void endInputOnceQuiet() {
        heardAtLook = heard;
        later(spine.quiet(), this::endInputIfQuiet);
    }

    private void endInputIfQuiet() {
        if (stage != State.OPEN || inputEnded) {
            return;
        }
        if (heard == heardAtLook && !intake.holds()) {
            endInput();
        } else {
            endInputOnceQuiet();
        }
    }

    private void endInput() {
        cutShort = !peerEnded;
        intake.end();
    }

    @Override
    public String occupation() {
        return "a TCP connection";
    }

    // What the clock asks and says.

    @Override
    public long messages() {
        moved += reading ? 0 : 1;
        return moved;
    }

    @Override
    public long taken() {
        if (outlet.queue().underWay() == 0) {
            return 0;
        }
        var buffer = ctx().channel().unsafe().outboundBuffer();
        return 1 + taken + (buffer == null ? 0 : buffer.currentProgress());
    }

    @Override
    public void stalled() {
        log.debug("{}: the peer takes nothing", handed);
        abort();
    }

    @Override
    public void idle() {
        if (stage == State.OPEN) {
            log.debug("{}: idle for too long", handed);
            endInput();
            interruptLater();
        }
    }

    @Override
    public void tooOld() {
        if (stage == State.OPEN) {
            drain();
            interruptLater();
        }
    }
}
