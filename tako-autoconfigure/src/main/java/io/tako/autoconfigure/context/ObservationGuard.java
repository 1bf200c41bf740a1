package io.tako.autoconfigure.context;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tako.runtime.ThreadLocalGuard;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Ends the scope of an observation that a handler has opened on a loop and not closed. The loops
 * turn before the application is there, which has none until then.
 */
final class ObservationGuard implements ThreadLocalGuard, SmartInitializingSingleton {

    private final ObjectProvider<ObservationRegistry> registries;
    private volatile ObservationRegistry registry = ObservationRegistry.NOOP;

    ObservationGuard(ObjectProvider<ObservationRegistry> registries) {
        this.registries = registries;
    }

    @Override
    public void afterSingletonsInstantiated() {
        registry = registries.getIfUnique(() -> ObservationRegistry.NOOP);
    }

    @Override
    public Runnable keep() {
        Observation.Scope before = current();
        return before == null ? this::clear : () -> restore(before);
    }

    private Observation.@Nullable Scope current() {
        ObservationRegistry asked = registry;
        return asked.isNoop() ? null : asked.getCurrentObservationScope();
    }

    private void clear() {
        Observation.Scope left = current();
        if (left != null) {
            left.reset();
        }
    }

    private void restore(Observation.Scope before) {
        if (current() != before) {
            clear();
            before.makeCurrent();
        }
    }
}
