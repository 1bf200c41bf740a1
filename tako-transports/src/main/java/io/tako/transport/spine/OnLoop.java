package io.tako.transport.spine;

import io.tako.runtime.Core;
import java.util.concurrent.Executor;

/**
 * Runs on the core's event loop what it is given: at once if the caller is there already.
 *
 * @param core the core
 */
public record OnLoop(Core core) implements Executor {

    @Override
    public void execute(Runnable action) {
        if (core.eventLoop().inEventLoop()) {
            action.run();
        } else {
            core.execute(action);
        }
    }
}
