package io.tako.runtime.shared;

import io.tako.runtime.Core;
import io.tako.runtime.HandlerTask;

/** A loop on which handlers begin. */
final class SharedCore extends Core {

    SharedCore(Slot slot) {
        super(slot);
    }

    @Override
    public void start(HandlerTask task) {
        startLearning(task);
    }
}
