package io.tako.runtime.percore;

import io.tako.runtime.Core;
import io.tako.runtime.HandlerTask;

/** A core that keeps its handlers. */
final class PerCore extends Core {

    PerCore(Slot slot) {
        super(slot);
    }

    @Override
    public void start(HandlerTask task) {
        startOnLoop(task);
    }
}
