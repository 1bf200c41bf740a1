package io.tako.sample.influx;

/** A write asked for a timestamp unit that its endpoint does not know; the message lists them. */
public final class UnknownPrecisionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownPrecisionException(String message) {
        super(message, null, false, false);
    }
}
