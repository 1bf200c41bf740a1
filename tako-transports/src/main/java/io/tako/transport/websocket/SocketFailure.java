package io.tako.transport.websocket;

/** What the peer sent cannot be gone on from (RFC 6455 section 7.1.7). Stackless. */
final class SocketFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    SocketFailure(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    /** The code of the close frame that says so. */
    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
