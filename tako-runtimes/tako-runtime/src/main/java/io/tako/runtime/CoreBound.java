package io.tako.runtime;

import java.util.Objects;

/**
 * A value that belongs to the core it was made on and is used there without locks. Handlers of one
 * core never run at the same time, only in turns: between two points where a handler may park, what
 * it reads and writes here is its own.
 *
 * <p>Needs the per-core runtime with {@link CarrierMode#FLAG}.
 */
public final class CoreBound<T> {

    private final Core owner;
    private final T value;

    private CoreBound(Core owner, T value) {
        this.owner = owner;
        this.value = value;
    }

    /**
     * Binds a value to the core of the caller.
     *
     * @throws WrongCoreException if the caller is not on a core
     * @throws IllegalStateException if handlers are not carried by their core's loop in this
     *     process
     */
    public static <T> CoreBound<T> of(T value) {
        Objects.requireNonNull(value, "value");
        return new CoreBound<>(CoreOwnership.requireCore("CoreBound.of"), value);
    }

    /**
     * The value.
     *
     * @throws WrongCoreException if the caller is on another core or on none; both are named
     * @throws IllegalStateException if handlers are not carried by their core's loop in this
     *     process
     */
    public T get() {
        if (!owner.isCurrent()) {
            throw CoreOwnership.wrongCore(owner);
        }
        return value;
    }

    /** The core the value belongs to. */
    public Core core() {
        return owner;
    }
}
