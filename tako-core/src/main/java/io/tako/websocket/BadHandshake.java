package io.tako.websocket;

/** A handshake that breaks a rule. Stackless. */
final class BadHandshake extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String section;

    BadHandshake(String section, String what) {
        super(what, null, false, false);
        this.section = section;
    }

    /** What was wrong and which rule it breaks, for whoever runs the client. */
    String detail() {
        return getMessage() + " (" + section + ")";
    }
}
