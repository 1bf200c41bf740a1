package io.tako.sample.web;

import java.util.concurrent.Semaphore;

/** Wakes one thread that waits; what is signalled while it is awake wakes it once more. */
final class Wakeup {

    private final Semaphore signals = new Semaphore(0);

    /** Never waits. */
    void signal() {
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /** Parks until there was a signal since this returned last. */
    void await() throws InterruptedException {
        signals.acquire();
        // Whoever waited looks at everything next, whatever the number of signals.
        signals.drainPermits();
    }
}
