package io.tako.autoconfigure.context;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.tako.runtime.ThreadLocalGuard;
import java.util.ArrayList;
import java.util.List;

/** Guards the thread locals that somebody has registered as those of a request. */
final class RegisteredThreadLocalsGuard implements ThreadLocalGuard {

    /**
     * Observations nest, so that they are no values to put back; {@link ObservationGuard} has them.
     */
    private static final String OBSERVATION = "micrometer.observation";

    private final ContextRegistry registry;

    RegisteredThreadLocalsGuard(ContextRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Runnable keep() {
        List<ThreadLocalAccessor<?>> accessors = registry.getThreadLocalAccessors();
        List<Runnable> kept = new ArrayList<>(accessors.size());
        for (ThreadLocalAccessor<?> accessor : accessors) {
            if (!OBSERVATION.equals(accessor.key())) {
                kept.add(keep(accessor));
            }
        }
        return () -> kept.forEach(Runnable::run);
    }

    private static <V> Runnable keep(ThreadLocalAccessor<V> accessor) {
        V before = accessor.getValue();
        return before == null ? accessor::setValue : () -> accessor.setValue(before);
    }
}
