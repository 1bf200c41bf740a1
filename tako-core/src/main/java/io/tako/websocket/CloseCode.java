package io.tako.websocket;

/** Why a socket ended (RFC 6455 section 7.4 and IANA's registry). */
public final class CloseCode {

    /** Its purpose has been fulfilled. */
    public static final int NORMAL = 1000;

    /** The server drains, or a limit of time was reached; the client may connect again. */
    public static final int GOING_AWAY = 1001;

    /** A frame broke the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** A type of message that is not accepted here. */
    public static final int UNSUPPORTED = 1003;

    /** The close frame had no code. Never sent. */
    public static final int NONE = 1005;

    /** The connection was lost without a close frame. Never sent. */
    public static final int ABNORMAL = 1006;

    /** A text that is no UTF-8, or compressed data that cannot be expanded. */
    public static final int INVALID_DATA = 1007;

    /** A rule of the application was broken. */
    public static final int POLICY = 1008;

    /** A frame or a message is larger than the limit. */
    public static final int TOO_BIG = 1009;

    /** The handler failed. */
    public static final int SERVER_ERROR = 1011;

    /** The server is overloaded; the client may try later. */
    public static final int TRY_LATER = 1013;

    private CloseCode() {}

    /** Whether the code may stand in a close frame (RFC 6455 section 7.4.2). */
    public static boolean sendable(int code) {
        return (code >= 1000 && code <= 1003)
                || (code >= 1007 && code <= 1014)
                || (code >= 3000 && code <= 4999);
    }
}
