package io.tako.runtime;

import io.netty.util.concurrent.FastThreadLocalThread;
import reactor.core.scheduler.NonBlocking;

/**
 * The platform thread of one event loop. It knows its core, so a handler it carries does too.
 * Reactor refuses to block it, which would wait for what this very thread has to do.
 */
final class CoreThread extends FastThreadLocalThread implements NonBlocking {

    private final Core core;

    CoreThread(Core core, Runnable body, String name, ClassLoader contextClassLoader) {
        super(body, name);
        this.core = core;
        setDaemon(false);
        setContextClassLoader(contextClassLoader);
    }

    Core core() {
        return core;
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            core.loopEnded();
        }
    }
}
