package io.tako.runtime.percore;

import io.tako.runtime.LoopRuntime;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;

/**
 * The runtime of {@code tako.runtime=per-core}. Each loop has its own listening socket, where it
 * can its own CPU, and carries the handlers of its connections from start to end: they park without
 * leaving their core, and share state there without locks. Virtual threads that a handler starts
 * stay on its core too.
 */
public final class PerCoreRuntime extends LoopRuntime {

    private PerCoreRuntime(RuntimeConfig config) {
        super(RuntimeKind.PER_CORE, config, PerCore::new);
    }

    /**
     * Starts a runtime; close it to end its threads.
     *
     * @throws io.tako.runtime.RuntimeSetupException if a setting cannot be honoured here
     */
    public static PerCoreRuntime open(RuntimeConfig config) {
        return new PerCoreRuntime(config);
    }
}
