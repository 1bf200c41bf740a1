package io.tako.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees a loop whose thread waits for a lock, or for what another thread is to give. Handlers that
 * only this loop carries may hold the lock, or stand before the loop in the queue for it, and then
 * neither would ever go on. Those that are ready go on on the JDK's scheduler for one slice, where
 * what belongs to the core is refused to them. Belongs to the watchdog's thread.
 */
final class LoopRescue {

    private static final Logger log = LoggerFactory.getLogger(LoopRescue.class);

    private final Core core;
    private final long patienceNanos;
    private long turn;
    private long since;

    LoopRescue(Core core, long patienceNanos) {
        this.core = core;
        this.patienceNanos = patienceNanos;
    }

    void look(long now) {
        long current = core.turns();
        if (!core.waits()) {
            turn = -1;
        } else if (current != turn) {
            turn = current;
            since = now;
        } else if (now - since >= patienceNanos) {
            rescue();
        }
    }

    private void rescue() {
        int moved = core.moveReady();
        if (moved > 0) {
            log.warn(
                    "{} waits for a lock that its own handlers may have to release; {} that were"
                            + " ready go on on the JDK's scheduler. Code on a loop must not wait,"
                            + " see docs/runtimes.md",
                    core,
                    moved);
        }
    }
}
