package io.tako.transport.http.v1;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tako.http.ProtocolError;

/** Says of what Netty's decoder refused which rule it broke. */
final class DecodingFailure {

    private DecodingFailure() {}

    static ProtocolError of(Throwable cause) {
        return switch (cause) {
            case ProtocolError known -> known;
            case TooLongHttpLineException e ->
                    new ProtocolError(414, "RFC 9110 section 15.5.15", "the target is too long");
            case TooLongHttpHeaderException e ->
                    new ProtocolError(431, "RFC 6585 section 5", "the fields are too long");
            default -> unreadable(cause);
        };
    }

    /** The same for what follows the head, where a line too long is no long target. */
    static ProtocolError ofBody(Throwable cause) {
        return cause instanceof ProtocolError known ? known : unreadable(cause);
    }

    private static ProtocolError unreadable(Throwable cause) {
        return new ProtocolError(
                400, "RFC 9112", "the message cannot be read: " + printable(cause));
    }

    private static String printable(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.replaceAll("[^ -~]", "?");
    }
}
