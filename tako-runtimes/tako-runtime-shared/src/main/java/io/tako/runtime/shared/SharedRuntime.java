package io.tako.runtime.shared;

import io.tako.runtime.LoopRuntime;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;

/**
 * The runtime of {@code tako.runtime=shared}. A handler starts on its connection's loop, so one
 * that never blocks pays no hop. One that has parked goes on on that loop if the loop woke it, and
 * on the JDK's work-stealing scheduler, where it may migrate, if anything else did. Routes whose
 * handlers hold the loop too long, when they start or when they are woken, are learned and left to
 * the scheduler.
 */
public final class SharedRuntime extends LoopRuntime {

    private SharedRuntime(RuntimeConfig config) {
        super(RuntimeKind.SHARED, config, SharedCore::new);
    }

    /**
     * Starts a runtime; close it to end its threads.
     *
     * @throws io.tako.runtime.RuntimeSetupException if a setting cannot be honoured here
     */
    public static SharedRuntime open(RuntimeConfig config) {
        return new SharedRuntime(config);
    }
}
