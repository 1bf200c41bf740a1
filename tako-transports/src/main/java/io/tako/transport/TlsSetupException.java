package io.tako.transport;

import io.tako.transport.config.TlsConfig;
import org.jspecify.annotations.Nullable;

/** A {@link TlsConfig} that cannot be served. Names what is wrong with which material. */
public final class TlsSetupException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The part that is at fault. */
    public enum Part {
        KEYS,
        /**
         * The implementation of TLS cannot serve keys of that kind. The value is that of the
         * setting which demands this implementation, empty without one.
         */
        KEY_KIND,
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
    private final String listener;

    public TlsSetupException(
            Part part, String material, String value, String reason, @Nullable Throwable cause) {
        this(part, material, value, reason, "", cause);
    }

    private TlsSetupException(
            Part part,
            String material,
            String value,
            String reason,
            String listener,
            @Nullable Throwable cause) {
        super("TLS material \"" + material + "\": " + reason, cause);
        this.listener = listener;
        this.part = part;
        this.material = material;
        this.value = value;
        this.reason = reason;
    }

    /** The same at a listener that was to be opened with it. */
    TlsSetupException at(String name) {
        return new TlsSetupException(part, material, value, reason, name, this);
    }

    /** The listener that did not open for it; empty if it was not for opening one. */
    public String listener() {
        return listener;
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
