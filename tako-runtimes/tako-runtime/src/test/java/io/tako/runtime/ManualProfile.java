package io.tako.runtime;

import java.util.concurrent.atomic.AtomicLong;

/** A learning profile whose clock a test turns by hand. */
public final class ManualProfile {

    private final AtomicLong clock = new AtomicLong();
    private final ExecutionProfile profile = ExecutionProfile.learning(clock::get, clock::get);

    public ExecutionProfile profile() {
        return profile;
    }

    public void advance(long nanos) {
        clock.addAndGet(nanos);
    }
}
