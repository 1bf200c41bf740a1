package io.tako.runtime;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop with a second queue that only its own thread fills, from the loop or from a handler
 * it carries, so that no wake-up is needed. Others may take out what waits there.
 */
final class CoreEventLoop extends SingleThreadIoEventLoop {

    private static final Logger log = LoggerFactory.getLogger(CoreEventLoop.class);

    private static final VarHandle TURNS;

    static {
        try {
            TURNS = MethodHandles.lookup().findVarHandle(CoreEventLoop.class, "turns", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Bounds what runs between two looks at the sockets, so that handlers which yield to each
    // other for ever do not starve I/O.
    private static final int LOCAL_BUDGET = 64;

    private static final long MOST_CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long CLOSING_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    // Null while the superclass constructor runs.
    private final @Nullable Queue<Runnable> local = new ConcurrentLinkedQueue<>();
    private @Nullable Core core;
    private long turns;
    private volatile boolean ending;

    CoreEventLoop(CoreLoops parent, ThreadFactory threads, IoHandlerFactory io) {
        super(parent, threads, io);
    }

    void core(Core core) {
        this.core = core;
    }

    Core core() {
        Core owner = core;
        if (owner == null) {
            throw new IllegalStateException("the loop has no core yet");
        }
        return owner;
    }

    /** Only on the loop's own thread, or from a virtual thread mounted on it. */
    void addLocal(Runnable task) {
        queue().add(task);
    }

    private @Nullable Runnable pollLocal() {
        return queue().poll();
    }

    /** Takes out the first that waits and is such, or null. Any thread. */
    @Nullable Runnable takeLocal(Predicate<Runnable> such) {
        for (Runnable task : queue()) {
            if (such.test(task) && queue().remove(task)) {
                return task;
            }
        }
        return null;
    }

    /** Grows with every look at the sockets. Any thread. */
    long turns() {
        return (long) TURNS.getOpaque(this);
    }

    /** Whether the loop ends or has ended, and serves nobody any more. Any thread. */
    boolean ends() {
        return ending || isShuttingDown();
    }

    private Queue<Runnable> queue() {
        Queue<Runnable> queue = local;
        if (queue == null) {
            throw new IllegalStateException("the loop is not constructed yet");
        }
        return queue;
    }

    /**
     * An error that comes from the handling of sockets ends the loop, and would leave its sockets
     * open with nobody who serves them. They are closed, so that their peers know, and the system
     * gives no more connections to a socket that listens here.
     */
    @Override
    protected void run() {
        try {
            super.run();
        } catch (Throwable t) {
            ending = true;
            core().failed(t);
            try {
                closeSockets();
            } catch (Throwable again) {
                log.warn("Not all sockets of {} could be closed", core, again);
            }
            throw t;
        }
    }

    /**
     * Netty 4.2.18 hands the close of a listening socket to io_uring and then ends the ring, mostly
     * before the ring has come to it; the socket would listen for ever. So the loop turns on until
     * the system has nothing more to tell.
     */
    private void closeSockets() {
        ioHandler().prepareToDestroy();
        long now = System.nanoTime();
        long end = now + MOST_CLOSING_NANOS;
        for (long quiet = now;
                now - quiet < QUIET_NANOS && now - end < 0;
                now = System.nanoTime()) {
            if (runIo() > 0 | runAllTasks()) {
                quiet = now;
            }
            LockSupport.parkNanos(CLOSING_PAUSE_NANOS);
        }
    }

    @Override
    protected int runIo() {
        TURNS.setOpaque(this, turns + 1);
        core().turnBegins();
        int handled = super.runIo();
        for (int i = 0; i < LOCAL_BUDGET; i++) {
            Runnable task = pollLocal();
            if (task == null) {
                break;
            }
            try {
                task.run();
            } catch (Throwable t) {
                log.warn("A task of {} failed", core, t);
            }
        }
        return handled;
    }

    @Override
    protected boolean hasTasks() {
        // With a task the loop does not wait for its sockets.
        Queue<Runnable> queue = local;
        return ending || super.hasTasks() || (queue != null && !queue.isEmpty());
    }
}
