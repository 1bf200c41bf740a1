package io.tako.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One handler's virtual thread seen from its core. It is the scheduler of that thread, so the core
 * knows which handler each slice belongs to, and it is the runnable that is queued for it, so
 * resuming allocates nothing. Virtual threads the handler starts inherit it as their scheduler.
 */
final class Strand implements Executor, Runnable {

    private static final Logger log = LoggerFactory.getLogger(Strand.class);

    private final Core core;
    private @Nullable HandlerTask task;
    private @Nullable Thread thread;
    private @Nullable Runnable continuation;
    private @Nullable SliceProfile measured;
    private volatile boolean ended;

    Strand(Core core, HandlerTask task) {
        this.core = core;
        this.task = task;
    }

    @Nullable Thread thread() {
        return thread;
    }

    void thread(Thread thread) {
        this.thread = thread;
    }

    Core core() {
        return core;
    }

    @Nullable Runnable continuation() {
        return continuation;
    }

    @Nullable HandlerTask task() {
        return task;
    }

    /** What is known of the slices that its loop wakes this handler for. On the loop thread. */
    SliceProfile wakes() {
        HandlerTask current = task;
        return (current == null ? ExecutionProfile.unmeasured() : current.profile()).wakes();
    }

    /** The slice that is queued on the loop is to be reported. On the loop thread. */
    void measureNext(SliceProfile profile) {
        measured = profile;
    }

    /** Where the slice that begins now is to be reported. On the loop thread. */
    @Nullable SliceProfile takeMeasured() {
        SliceProfile profile = measured;
        measured = null;
        return profile;
    }

    /** The JDK has a slice to run: the first one, one after a park, or one of a child thread. */
    @Override
    public void execute(Runnable slice) {
        if (core.takeFirst(this)) {
            continuation = slice;
            slice.run();
        } else {
            core.resume(slice, slice == continuation ? this : new ChildSlice(this, slice));
        }
    }

    /**
     * Stands for three things, told apart by who runs it: the handler's thread runs the handler;
     * the loop runs a queued slice, or the completion of a handler that ended elsewhere.
     */
    @Override
    public void run() {
        Runnable slice = continuation;
        if (Thread.currentThread() == thread) {
            handle();
        } else if (ended) {
            core.complete(this);
        } else if (slice != null) {
            core.runSlice(this, slice);
        }
    }

    private void handle() {
        HandlerTask current = task;
        if (current == null) {
            return;
        }
        try {
            current.handle();
        } catch (Throwable t) {
            log.error("The handler of {} threw past its transport", current.describe(), t);
        }
        ended = true;
        if (core.carriesCaller()) {
            core.endedOnLoop(this);
            return;
        }
        try {
            core.eventLoop().execute(this);
        } catch (RejectedExecutionException e) {
            log.debug("{} ended after its loop", current.describe());
        }
    }

    /** Lets go of the task: children that outlive the handler still hold this strand. */
    @Nullable HandlerTask release() {
        HandlerTask done = task;
        task = null;
        return done;
    }
}
