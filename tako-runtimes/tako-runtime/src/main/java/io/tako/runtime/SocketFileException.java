package io.tako.runtime;

import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** The file of a Unix socket that cannot be made as it was asked for. */
public final class SocketFileException extends BindException {

    private static final long serialVersionUID = 1L;

    /** What was asked for in vain. */
    public enum Part {
        /** The file itself. */
        PATH,
        /** Its permissions. */
        PERMISSIONS,
        /** Its user. */
        OWNER,
        /** Its group. */
        GROUP
    }

    private final Part part;
    private final String value;

    SocketFileException(Part part, String value, String message, @Nullable Exception cause) {
        super(message);
        this.part = part;
        this.value = value;
        initCause(cause);
    }

    public Part part() {
        return part;
    }

    /** How it was asked for. */
    public String value() {
        return value;
    }
}
