package io.tako.contracts.drain;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What all clients saw so far. Safe for any thread. */
final class Tally {

    private static final int KEPT = 1_000;

    private final LongAdder requests = new LongAdder();
    private final LongAdder closing = new LongAdder();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder polite = new LongAdder();

    /** A request was answered whole. */
    void answered() {
        requests.increment();
    }

    /** An answer said that it was the last of its connection. */
    void saidClose() {
        closing.increment();
    }

    /** A request, or a stream that had begun, broke. */
    void failed(String what) {
        if (failures.size() < KEPT) {
            failures.add(what);
        }
    }

    /** A stream of events or a socket is open. */
    void streamOpened() {
        open.incrementAndGet();
    }

    /** It has ended; politely if its peer was told why. */
    void streamClosed(boolean politely) {
        if (politely) {
            polite.increment();
        }
        open.decrementAndGet();
    }

    long requests() {
        return requests.sum();
    }

    long closing() {
        return closing.sum();
    }

    List<String> failures() {
        return failures;
    }

    int open() {
        return open.get();
    }

    long polite() {
        return polite.sum();
    }
}
