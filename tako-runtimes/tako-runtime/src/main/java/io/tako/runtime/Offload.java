package io.tako.runtime;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Work that would block a thread without parking it, such as reading a file, done on the JDK's
 * scheduler while the calling handler parks. Thread locals and scoped values do not travel.
 */
public final class Offload {

    private Offload() {}

    /**
     * Runs the work and returns its result. A handler that no event loop carries at the moment runs
     * the work itself. An interrupt of the caller is passed on to the work; this returns only when
     * the work has ended, so nothing outlives the call.
     *
     * @throws Exception what the work threw
     * @throws IllegalStateException if called on a loop thread, which must not wait
     */
    public static <T> T call(Callable<T> work) throws Exception {
        Objects.requireNonNull(work, "work");
        Thread caller = Thread.currentThread();
        if (caller instanceof CoreThread) {
            throw new IllegalStateException(
                    "Offload.call on " + caller.getName() + ", a loop thread, which must not wait");
        }
        if (Core.current() == null) {
            return work.call();
        }
        Errand<T> errand = new Errand<>(work, caller);
        Thread worker = CarriedThreads.INSTANCE.unstartedOnJdk("tako-offload", errand);
        worker.start();
        boolean interrupted = false;
        while (!errand.done) {
            LockSupport.park(errand);
            if (Thread.interrupted()) {
                interrupted = true;
                worker.interrupt();
            }
        }
        if (interrupted && !(errand.failure instanceof InterruptedException)) {
            caller.interrupt();
        }
        return errand.result();
    }

    private static final class Errand<T> implements Runnable {
        private final Callable<T> work;
        private final Thread caller;
        private @Nullable T result;
        private @Nullable Throwable failure;
        private volatile boolean done;

        Errand(Callable<T> work, Thread caller) {
            this.work = work;
            this.caller = caller;
        }

        @Override
        public void run() {
            try {
                result = work.call();
            } catch (Throwable t) {
                failure = t;
            } finally {
                done = true;
                LockSupport.unpark(caller);
            }
        }

        // The work's own null is the caller's affair, as it is with Callable.
        @SuppressWarnings("NullAway")
        T result() throws Exception {
            switch (failure) {
                case null -> {
                    return result;
                }
                case Error e -> throw e;
                case Exception e -> throw e;
                case Throwable t -> throw new IllegalStateException(t);
            }
        }
    }
}
