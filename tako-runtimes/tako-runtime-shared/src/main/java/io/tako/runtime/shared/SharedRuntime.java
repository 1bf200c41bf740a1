package io.tako.runtime.shared;

import io.tako.runtime.LoopRuntime;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;

/**
 * The runtime of {@code tako.runtime=shared}. A handler starts on its connection's loop, so one
 * that never blocks pays no hop; once it has parked it continues on the JDK's work-stealing
 * scheduler and may migrate. Routes whose handlers hold the loop too long are learned and start on
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
