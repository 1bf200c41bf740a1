package io.tako.runtime;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One instance of something per core, used without locks: a counter, a buffer, a connection. Each
 * core makes its own at the first {@link #get} there. Keep a CoreLocal in a field of a singleton:
 * every one made takes a place on each core for as long as the core lives.
 *
 * <p>Needs the per-core runtime with {@link CarrierMode#FLAG}.
 */
public final class CoreLocal<T> {

    private static final AtomicInteger IDS = new AtomicInteger();

    private final int id = IDS.getAndIncrement();
    private final Supplier<? extends T> initial;

    private CoreLocal(Supplier<? extends T> initial) {
        this.initial = initial;
    }

    /** A local whose instances the supplier makes, on the core that asks. It must not give null. */
    public static <T> CoreLocal<T> withInitial(Supplier<? extends T> initial) {
        return new CoreLocal<>(Objects.requireNonNull(initial, "initial"));
    }

    /**
     * The instance of the caller's core.
     *
     * @throws WrongCoreException if the caller is not on a core
     * @throws IllegalStateException if handlers are not carried by their core's loop in this
     *     process
     */
    @SuppressWarnings("unchecked")
    public T get() {
        Core core = CoreOwnership.requireCore("CoreLocal.get");
        Object value = core.local(id);
        if (value == null) {
            T made = Objects.requireNonNull(initial.get(), "initial gave null");
            // The supplier may have parked, and another handler of this core may have come first.
            value = core.local(id);
            if (value == null) {
                core.local(id, made);
                value = made;
            }
        }
        return (T) value;
    }
}
