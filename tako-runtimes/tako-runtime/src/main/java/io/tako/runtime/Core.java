package io.tako.runtime;

import io.netty.channel.EventLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop and the way handlers run on it. Channels and their responses belong to the loop's
 * thread; handlers run on virtual threads that this loop carries, as the runtime decides.
 *
 * <p>Inside a handler {@link Thread#currentThread()} is the virtual thread, so Netty's {@code
 * inEventLoop()} is false there: hand work for a channel over with {@link #execute}.
 */
public abstract class Core {

    private static final Logger log = LoggerFactory.getLogger(Core.class);
    private static final CarriedThreads THREADS = CarriedThreads.INSTANCE;
    private static final VarHandle RUNNING;
    private static final VarHandle SLICES;
    private static final VarHandle MOUNTED;

    // Completions that start the next handler nest; past this depth they take a turn on the loop.
    private static final int MOST_NESTED_STARTS = 16;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RUNNING = lookup.findVarHandle(Core.class, "running", Object.class);
            SLICES = lookup.findVarHandle(Core.class, "slices", long.class);
            MOUNTED = lookup.findVarHandle(Core.class, "mounted", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int index;
    private final RuntimeKind kind;
    private final boolean loopCarried;
    private final CoreEventLoop loop;
    private final Sweep sweep;
    private final String handlerName;
    private final LoopFailure onFailure;
    private final ThreadLocalGuard threadLocals;
    private @Nullable CoreThread thread;
    private volatile @Nullable Throwable failure;

    // Everything below is written by the loop's own thread only, handlers mounted on it included.
    private @Nullable Strand first;
    private @Nullable Strand endedOnLoop;
    private final ArrayDeque<Runnable> handedOver = new ArrayDeque<>();
    private int nestedStarts;
    // Makes the thread have the thread locals that it had before its first turn.
    private @Nullable Runnable untouched;
    private @Nullable Object[] locals = new Object[8];
    // Read by the watchdog.
    private @Nullable Object mounted;
    private @Nullable Object running;
    private long slices;

    // Slices that other threads have woken, one turn on the loop for each.
    private final Queue<Runnable> woken = new ConcurrentLinkedQueue<>();
    private final Runnable turn = this::runWoken;

    /** What a runtime hands to the constructor of its cores. */
    public static final class Slot {
        private final int index;
        private final RuntimeKind kind;
        private final CarrierMode mode;
        private final CoreEventLoop loop;
        private final String threadPrefix;
        private final LoopFailure onFailure;
        private final ThreadLocalGuard threadLocals;

        Slot(
                int index,
                RuntimeKind kind,
                CarrierMode mode,
                CoreEventLoop loop,
                String threadPrefix,
                LoopFailure onFailure,
                ThreadLocalGuard threadLocals) {
            this.index = index;
            this.kind = kind;
            this.mode = mode;
            this.loop = loop;
            this.threadPrefix = threadPrefix;
            this.onFailure = onFailure;
            this.threadLocals = threadLocals;
        }
    }

    /** For the two runtimes. */
    protected Core(Slot slot) {
        this.index = slot.index;
        this.kind = slot.kind;
        this.loopCarried = slot.mode == CarrierMode.LOOP_CARRIED;
        this.loop = slot.loop;
        this.sweep = new Sweep(loop);
        this.onFailure = slot.onFailure;
        this.threadLocals = slot.threadLocals;
        this.handlerName = slot.threadPrefix + "-handler-" + slot.index;
    }

    /** Position of this core in {@link TakoRuntime#cores()}, from 0. */
    public final int index() {
        return index;
    }

    /** The runtime this core belongs to. */
    public final RuntimeKind kind() {
        return kind;
    }

    /** The event loop of this core. */
    public final EventLoop eventLoop() {
        return loop;
    }

    /** What looks at the connections of this core. On its event loop. */
    public final Sweep sweep() {
        return sweep;
    }

    /**
     * The core whose loop thread carries the caller now: the caller is that loop thread, or a
     * virtual thread mounted on it. Null elsewhere, so also in a handler of the shared runtime that
     * something else than its loop has woken, and in any handler of a JVM without {@link
     * CarrierMode#FLAG}.
     */
    public static @Nullable Core current() {
        return THREADS.carrier() instanceof CoreThread carrier ? carrier.core() : null;
    }

    /**
     * The core of an event loop.
     *
     * @throws IllegalArgumentException if the loop is not one of a Tako runtime
     */
    public static Core of(EventLoop loop) {
        if (loop instanceof CoreEventLoop own) {
            return own.core();
        }
        throw new IllegalArgumentException(
                "loop: " + loop + " (expected: a loop of a TakoRuntime)");
    }

    /** Whether {@link #current()} is this core. */
    public final boolean isCurrent() {
        return THREADS.carrier() == thread;
    }

    /**
     * Runs a handler on a fresh virtual thread. Call on the loop thread. The handler's first slice
     * has usually run when this returns. If it did not park, {@link HandlerTask#completed()} has
     * usually been called too, unless other threads had queued work for this loop, which goes
     * first. Rely on neither.
     *
     * @throws RejectedExecutionException if the loop is shutting down; the task was not started
     */
    public abstract void start(HandlerTask task);

    /**
     * Runs a whole handler on the JDK's scheduler, away from this loop; its completion comes back
     * to it. Call on the loop thread.
     *
     * @throws RejectedExecutionException if the loop is shutting down; the task was not started
     */
    public final void startOffloaded(HandlerTask task) {
        requireLoopThread();
        Strand strand = new Strand(this, task);
        Thread handler = THREADS.unstartedOnJdk(handlerName, strand);
        strand.thread(handler);
        task.begin(handler);
        try {
            handler.start();
        } catch (Throwable t) {
            task.end();
            throw t;
        }
    }

    /**
     * Runs a handler on the loop thread itself; it must return without waiting. {@link
     * HandlerTask#completed()} has been called when this returns, and what the handler has left in
     * thread locals is gone, as far as the {@link ThreadLocalGuard} of the runtime knows of them.
     *
     * @throws RejectedExecutionException if the loop is shutting down; the task was not run
     */
    public final void runInline(HandlerTask task) {
        requireLoopThread();
        Runnable before = threadLocals.keep();
        task.begin(null);
        Object outer = enter(task);
        try {
            task.handle();
        } catch (Throwable t) {
            log.error("The handler of {} threw past its transport", task.describe(), t);
        } finally {
            finish(task);
            leave(outer);
            before.run();
        }
    }

    /**
     * Runs a task soon on the loop thread, from any thread. Tasks handed over one after the other
     * run in that order, whichever threads do it, and all that a handler caused before its {@link
     * HandlerTask#completed()}. From a handler that this loop carries the loop is not woken: it is
     * running already.
     *
     * @throws RejectedExecutionException if the loop has ended
     */
    public final void execute(Runnable task) {
        // Behind what others have queued already, because the handler may have waited for them to.
        if (carriesCaller() && Thread.currentThread() != thread && loop.pendingTasks() == 0) {
            handedOver.add(task);
        } else {
            loop.execute(task);
        }
    }

    /** Runs the first slice of a handler here and now, or hands it to the JDK without the flag. */
    protected final void startOnLoop(HandlerTask task) {
        startOnLoop(task, null);
    }

    private void startOnLoop(HandlerTask task, @Nullable SliceProfile measured) {
        if (!loopCarried) {
            startOffloaded(task);
            return;
        }
        requireLoopThread();
        if (nestedStarts >= MOST_NESTED_STARTS) {
            loop.addLocal(() -> startNow(task, measured));
        } else {
            startNow(task, measured);
        }
    }

    /**
     * Starts where the handler's {@link ExecutionProfile} advises: on the loop, on the loop with
     * the first slice measured, or on the JDK's scheduler.
     */
    protected final void startLearning(HandlerTask task) {
        SliceProfile starts = task.profile().starts();
        switch (starts.next()) {
            case LOOP -> startOnLoop(task);
            case MEASURE -> startOnLoop(task, starts);
            case SCHEDULER -> startOffloaded(task);
        }
    }

    private void startNow(HandlerTask task, @Nullable SliceProfile measured) {
        Strand strand = new Strand(this, task);
        Thread handler = THREADS.unstarted(strand, handlerName, strand);
        strand.thread(handler);
        task.begin(handler);
        first = strand;
        Object outer = enter(strand);
        nestedStarts++;
        try {
            mount(strand, handler::start, measured);
            settle();
        } catch (Throwable t) {
            if (first == strand) {
                // The thread could not be started at all: its first slice was never asked for.
                first = null;
                task.end();
            }
            throw t;
        } finally {
            nestedStarts--;
            leave(outer);
        }
    }

    /** Runs one slice of a handler, or of a thread it started, on this thread. */
    private void mount(Object owner, Runnable slice, @Nullable SliceProfile measured) {
        Object below = mounted;
        MOUNTED.setOpaque(this, owner);
        try {
            if (measured == null) {
                slice.run();
            } else {
                measured.measure(slice);
            }
        } finally {
            MOUNTED.setOpaque(this, below);
        }
    }

    /** Whether this is the first slice of a handler that is being started on this very thread. */
    final boolean takeFirst(Strand strand) {
        if (Thread.currentThread() == thread && first == strand) {
            first = null;
            return true;
        }
        return false;
    }

    /** Continues a virtual thread of this core where its runtime wants it to continue. */
    final void resume(Runnable continuation, Runnable slice) {
        if (kind == RuntimeKind.SHARED) {
            if (slice instanceof Strand strand && goesOnHere(strand)) {
                loop.addLocal(strand);
            } else {
                THREADS.resumeOnJdk(continuation);
            }
        } else if (carriesCaller()) {
            loop.addLocal(slice);
        } else {
            woken.add(slice);
            try {
                loop.execute(turn);
            } catch (RejectedExecutionException e) {
                // The loop has ended. Whoever unparks this thread is not to blame for that, and
                // the thread must be able to end.
                if (woken.remove(slice)) {
                    THREADS.resumeOnJdk(continuation);
                }
            }
        }
    }

    private void runWoken() {
        Runnable slice = woken.poll();
        if (slice != null) {
            slice.run();
        }
    }

    /**
     * Whether a handler of the shared runtime goes on on this loop: it was woken by the loop
     * itself, which has what the handler waited for at hand, and it does not hold the loop for long
     * as far as is known. A handler that yields is not woken, it makes way.
     */
    private boolean goesOnHere(Strand strand) {
        if (Thread.currentThread() != thread || mounted == strand) {
            return false;
        }
        SliceProfile wakes = strand.wakes();
        return switch (wakes.next()) {
            case LOOP -> true;
            case MEASURE -> {
                strand.measureNext(wakes);
                yield true;
            }
            case SCHEDULER -> false;
        };
    }

    /** Runs a queued slice of a handler. Only on the loop thread. */
    final void runSlice(Strand strand, Runnable continuation) {
        runSlice(strand, continuation, strand.takeMeasured());
    }

    /** Runs a queued slice of a thread that a handler started. Only on the loop thread. */
    final void runSlice(ChildSlice child) {
        runSlice(child, child.continuation(), null);
    }

    private void runSlice(Object owner, Runnable continuation, @Nullable SliceProfile measured) {
        Object outer = enter(owner);
        try {
            mount(owner, continuation, measured);
            settle();
        } finally {
            leave(outer);
        }
    }

    /** Whether handlers of this core run in turns, so that state can be theirs without locks. */
    final boolean ownsState() {
        return kind == RuntimeKind.PER_CORE && loopCarried;
    }

    final boolean carriesCaller() {
        return THREADS.carrier() == thread;
    }

    /** Notes that a handler has ended in the slice this loop is running. */
    final void endedOnLoop(Strand strand) {
        endedOnLoop = strand;
    }

    /** Completes a handler that ended elsewhere. Only on the loop thread. */
    final void complete(Strand strand) {
        HandlerTask task = strand.release();
        if (task != null) {
            Object outer = enter(task);
            try {
                finish(task);
            } finally {
                leave(outer);
            }
        }
    }

    /**
     * What a slice leaves behind is dealt with before anything else runs on this loop: first the
     * work it handed over, which keeps the order with whatever it caused other threads to hand
     * over, then the completion.
     */
    private void settle() {
        for (Runnable work = handedOver.poll(); work != null; work = handedOver.poll()) {
            try {
                work.run();
            } catch (Throwable t) {
                log.warn("Work handed over to {} failed", this, t);
            }
        }
        Strand strand = endedOnLoop;
        if (strand != null) {
            endedOnLoop = null;
            if (loop.pendingTasks() == 0 || loop.isShuttingDown()) {
                complete(strand);
            } else {
                // Among what is queued may be work that others handed over for this handler.
                loop.execute(strand);
            }
        }
    }

    private static void finish(HandlerTask task) {
        task.end();
        try {
            task.completed();
        } catch (Throwable t) {
            log.error("The completion of {} failed", task.describe(), t);
        }
    }

    private @Nullable Object enter(Object owner) {
        Object outer = running;
        SLICES.setOpaque(this, slices + 1);
        RUNNING.setOpaque(this, owner);
        return outer;
    }

    private void leave(@Nullable Object outer) {
        RUNNING.setOpaque(this, outer);
    }

    /** Before each turn of the loop, on its thread: no thread locals last from the one before. */
    final void turnBegins() {
        Runnable known = untouched;
        if (known == null) {
            untouched = threadLocals.keep();
        } else {
            known.run();
        }
    }

    private void requireLoopThread() {
        if (loop.isShuttingDown()) {
            throw new RejectedExecutionException(this + " is shutting down");
        }
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "caller: "
                            + Thread.currentThread()
                            + " (expected: the loop thread of "
                            + this
                            + ")");
        }
    }

    /** What the loop is running for a handler now: a strand, a child slice, or an inline task. */
    final @Nullable Object running() {
        return RUNNING.getOpaque(this);
    }

    /** Grows with every piece of handler work this loop begins. */
    final long slices() {
        return (long) SLICES.getOpaque(this);
    }

    final void thread(CoreThread thread) {
        this.thread = thread;
    }

    final @Nullable CoreThread thread() {
        return thread;
    }

    /** The value of a {@link CoreLocal} here. Only while this core is current. */
    final @Nullable Object local(int id) {
        return id < locals.length ? locals[id] : null;
    }

    final void local(int id, Object value) {
        if (id >= locals.length) {
            locals = Arrays.copyOf(locals, Math.max(id + 1, locals.length * 2));
        }
        locals[id] = value;
    }

    /**
     * Whether the loop's thread itself, not a handler that it carries, waits for a lock or for
     * another thread's result. Any thread.
     */
    final boolean waits() {
        Thread waiting = thread;
        if (waiting == null || MOUNTED.getOpaque(this) != null) {
            return false;
        }
        return switch (waiting.getState()) {
            case BLOCKED -> true;
            case WAITING, TIMED_WAITING -> LockSupport.getBlocker(waiting) != null;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    /** Grows with every turn of the loop. Any thread. */
    final long turns() {
        return loop.turns();
    }

    /**
     * Has what is ready to run on this loop run on the JDK's scheduler, while the loop waits. Any
     * thread.
     *
     * @return how many handlers, and threads of theirs, there were
     */
    final int moveReady() {
        int moved = 0;
        while (waits() && moveOne()) {
            moved++;
        }
        return moved;
    }

    private boolean moveOne() {
        Runnable slice = woken.poll();
        if (slice == null) {
            slice = loop.takeLocal(task -> task instanceof Strand || task instanceof ChildSlice);
        }
        Runnable continuation =
                switch (slice) {
                    case Strand strand -> strand.continuation();
                    case ChildSlice child -> child.continuation();
                    case null, default -> null;
                };
        if (continuation == null) {
            return false;
        }
        THREADS.resumeOnJdk(continuation);
        return true;
    }

    /**
     * The error that has ended this core's loop, so that it serves nobody any more; null while the
     * loop runs, and when it has been closed. Any thread.
     */
    public final @Nullable Throwable failure() {
        return failure;
    }

    /** The loop ends by an error. On its thread, of which there may be no memory left. */
    final void failed(Throwable error) {
        failure = error;
        try {
            log.error(
                    "The loop of {} has ended by an error; its connections are lost, and it serves"
                            + " no more of them until the process is started again",
                    this,
                    error);
        } finally {
            onFailure.act();
        }
    }

    /** The loop thread is about to end: what it still had queued ends on the JDK's scheduler. */
    final void loopEnded() {
        while (moveOne()) {}
    }

    @Override
    public final String toString() {
        return "core " + index;
    }
}
