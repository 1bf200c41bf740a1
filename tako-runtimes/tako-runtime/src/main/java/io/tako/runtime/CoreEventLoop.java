package io.tako.runtime;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop with a second queue that only its own thread touches, from the loop or from a
 * handler it carries. Work put there needs neither atomic operations nor a wake-up.
 */
final class CoreEventLoop extends SingleThreadIoEventLoop {

    private static final Logger log = LoggerFactory.getLogger(CoreEventLoop.class);

    // Bounds what runs between two looks at the sockets, so that handlers which yield to each
    // other for ever do not starve I/O.
    private static final int LOCAL_BUDGET = 64;

    // Null while the superclass constructor runs.
    private final @Nullable ArrayDeque<Runnable> local = new ArrayDeque<>();
    private @Nullable Core core;

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

    @Nullable Runnable pollLocal() {
        return queue().poll();
    }

    private ArrayDeque<Runnable> queue() {
        ArrayDeque<Runnable> queue = local;
        if (queue == null) {
            throw new IllegalStateException("the loop is not constructed yet");
        }
        return queue;
    }

    @Override
    protected int runIo() {
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
        ArrayDeque<Runnable> queue = local;
        return super.hasTasks() || (queue != null && !queue.isEmpty());
    }
}
