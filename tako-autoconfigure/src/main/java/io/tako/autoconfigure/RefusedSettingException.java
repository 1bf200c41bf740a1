package io.tako.autoconfigure;

/** A setting that Tako cannot honour, so that the application does not start. */
final class RefusedSettingException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String value;
    private final String reason;
    private final String remedy;

    RefusedSettingException(String property, String value, String reason, String remedy) {
        super(property + "=" + value + " cannot be honoured: " + reason);
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
