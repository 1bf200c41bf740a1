package io.tako.transport;

import org.jspecify.annotations.Nullable;

/** A {@link TlsConfig} that cannot be served. Names what is wrong with which material. */
public final class TlsSetupException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The part that is at fault. */
    public enum Part {
        KEYS,
        TRUST,
        PROTOCOLS,
        CIPHERS,
        SERVER_NAME,
        PROVIDER
    }

    private final Part part;
    private final String material;
    private final String value;
    private final String reason;

    public TlsSetupException(
            Part part, String material, String value, String reason, @Nullable Throwable cause) {
        super("TLS material \"" + material + "\": " + reason, cause);
        this.part = part;
        this.material = material;
        this.value = value;
        this.reason = reason;
    }

    public Part part() {
        return part;
    }

    /** The name of the material. */
    public String material() {
        return material;
    }

    /** What was asked for, as it was written; empty where that is a key or a certificate. */
    public String value() {
        return value;
    }

    /** Why it cannot be had, as a sentence without its full stop. */
    public String reason() {
        return reason;
    }
}
