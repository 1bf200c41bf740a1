package io.tako.runtime;

import io.netty.util.concurrent.FastThreadLocalThread;

/** The platform thread of one event loop. It knows its core, so a handler it carries does too. */
final class CoreThread extends FastThreadLocalThread {

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
