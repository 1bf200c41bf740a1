package io.tako.sample.influx;

/** A line is not line protocol; the message is for its sender. Carries no stack trace. */
final class MalformedLineException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedLineException(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
