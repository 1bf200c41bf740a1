package io.tako.http;

/**
 * A violation of the protocol, found before there was a request to handle. It ends the connection
 * (or stream) as the RFC asks and never reaches a router. Stackless.
 */
public final class ProtocolError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String section;

    /**
     * @param status the HTTP status that answers it
     * @param section the RFC and section that was violated, such as {@code RFC 9112 section 3.2}
     * @param what what was wrong, in words for whoever runs the client
     */
    public ProtocolError(int status, String section, String what) {
        super(what, null, false, false);
        this.status = status;
        this.section = section;
    }

    /** The HTTP status that answers it. */
    public int status() {
        return status;
    }

    /** The RFC and section that was violated. */
    public String section() {
        return section;
    }

    /** What was wrong. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
