package io.tako.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A setting of the runtime that this machine or JVM cannot honour. The application does not start;
 * the parts say which property, which value, why, and what to change.
 */
public final class RuntimeSetupException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String value;
    private final String reason;
    private final String remedy;

    /** Names the property as it is written in configuration, for instance {@code tako.io}. */
    public RuntimeSetupException(
            String property,
            String value,
            String reason,
            String remedy,
            @Nullable Throwable cause) {
        super(property + "=" + value + " cannot be honoured: " + reason + ". " + remedy, cause);
        this.property = property;
        this.value = value;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** The configuration key, for instance {@code tako.io}. */
    public String property() {
        return property;
    }

    /** The refused value, as it is spelled in configuration. */
    public String value() {
        return value;
    }

    /** Why the value cannot be honoured here, without a final full stop. */
    public String reason() {
        return reason;
    }

    /** What to change, as a whole sentence. */
    public String remedy() {
        return remedy;
    }
}
