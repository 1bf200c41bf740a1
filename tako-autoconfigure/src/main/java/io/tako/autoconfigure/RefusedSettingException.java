package io.tako.autoconfigure;

import org.jspecify.annotations.Nullable;

/** A setting that Tako cannot honour, so that the application does not start. */
final class RefusedSettingException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String value;
    private final String reason;
    private final String remedy;

    RefusedSettingException(String property, String value, String reason, String remedy) {
        this(property, value, reason, remedy, null);
    }

    RefusedSettingException(
            String property,
            String value,
            String reason,
            String remedy,
            @Nullable Exception cause) {
        super(property + "=" + value + " cannot be honoured: " + reason, cause);
        this.property = property;
        this.value = value;
        this.reason = reason;
        this.remedy = remedy;
    }

    String property() {
        return property;
    }

    String value() {
        return value;
    }

    String reason() {
        return reason;
    }

    String remedy() {
        return remedy;
    }
}
