package io.tako.runtime;

import org.jspecify.annotations.Nullable;

/**
 * One run of a handler. A transport extends its exchange from this class, hands it to {@link
 * Core#start}, and is told on the loop thread when the handler has returned. May be started again
 * once {@link #completed()} has been called, never before.
 */
public abstract class HandlerTask {

    private @Nullable Thread thread;
    private boolean active;

    /** For subclasses. */
    protected HandlerTask() {}

    /**
     * Runs the handler: on a fresh virtual thread where it may block, or on the loop thread itself
     * after {@link Core#runInline}. Must not throw; what it throws is logged and otherwise ignored.
     */
    protected abstract void handle();

    /**
     * Called once on the loop thread of the core that was asked, after {@link #handle} returned.
     */
    protected abstract void completed();

    /** Names this run for the watchdog, for instance {@code GET /users/{id}}. Any thread. */
    protected abstract String describe();

    /**
     * What is known about the handler's slices. The shared runtime asks; the default learns none.
     */
    protected ExecutionProfile profile() {
        return ExecutionProfile.unmeasured();
    }

    /**
     * The virtual thread of the handler while it runs; null before, after, and for a handler that
     * runs inline. Ask on the loop thread. Interrupting it is safe at any time: it never runs
     * anything but this handler.
     */
    public final @Nullable Thread thread() {
        return thread;
    }

    final void begin(@Nullable Thread thread) {
        if (active) {
            throw new IllegalStateException(describe() + " is already running");
        }
        active = true;
        this.thread = thread;
    }

    final void end() {
        active = false;
        thread = null;
    }
}
