package io.tako.sample.web;

import java.util.concurrent.Semaphore;

/** So many may follow at once. Safe for many threads at once. */
final class Places {

    private final Semaphore free;

    Places(int places) {
        this.free = new Semaphore(places);
    }

    boolean full() {
        return free.availablePermits() == 0;
    }

    /**
     * Holds a place while the visit lasts.
     *
     * @return false if all are taken, and nothing was done
     */
    boolean during(Visit visit) throws Exception {
        if (!free.tryAcquire()) {
            return false;
        }
        try {
            visit.run();
        } finally {
            free.release();
        }
        return true;
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Visit {
        void run() throws Exception;
    }
}
