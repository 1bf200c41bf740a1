package io.tako.http;

import java.util.Objects;

/**
 * A typed key under which middleware leaves a value for handlers of the same request.
 *
 * <p>Two keys are the same only if they are the same object, so a library can never read or
 * overwrite another's value by choosing the same name.
 *
 * @param <T> the type of the value
 */
public final class Attribute<T> {

    private final String name;

    private Attribute(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * Creates a key of its own; keep it in a static final field.
     *
     * @param name what messages call it
     */
    public static <T> Attribute<T> named(String name) {
        return new Attribute<>(name);
    }

    /** The name given at creation, used in messages only. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return "Attribute[" + name + "]";
    }
}
