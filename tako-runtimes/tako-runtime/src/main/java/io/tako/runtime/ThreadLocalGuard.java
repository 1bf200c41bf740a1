package io.tako.runtime;

import java.util.List;
import org.slf4j.MDC;

/**
 * Keeps what the work of a request sets in thread locals from outliving it on an event loop, whose
 * thread goes on to somebody else's request. Handlers on virtual threads take their thread locals
 * with them; a handler that runs on the loop, and what surrounds it there, leaves them behind.
 *
 * <p>A runtime asks its guard around each handler that it runs on a loop ({@link Core#runInline})
 * and before each turn of a loop. It is called on loop threads only, often, and must not block.
 */
@FunctionalInterface
public interface ThreadLocalGuard {

    /** The diagnostic context of SLF4J. */
    ThreadLocalGuard MDC_ONLY =
            () -> {
                var before = MDC.getCopyOfContextMap();
                if (before == null || before.isEmpty()) {
                    return MDC::clear;
                }
                return () -> MDC.setContextMap(before);
            };

    /**
     * Looks at what the thread has now.
     *
     * @return what makes the same thread have just that again; it may be run more than once
     */
    Runnable keep();

    /** All of these, put back in the opposite order. */
    static ThreadLocalGuard of(List<? extends ThreadLocalGuard> guards) {
        List<ThreadLocalGuard> all = List.copyOf(guards);
        if (all.size() == 1) {
            return all.getFirst();
        }
        return () -> {
            Runnable[] kept = new Runnable[all.size()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = all.get(i).keep();
            }
            return () -> {
                for (int i = kept.length - 1; i >= 0; i--) {
                    kept[i].run();
                }
            };
        };
    }
}
