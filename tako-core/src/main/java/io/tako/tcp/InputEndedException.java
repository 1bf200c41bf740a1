package io.tako.tcp;

import java.io.EOFException;

/** The peer has ended its sending in the middle of something. Stackless. */
public final class InputEndedException extends EOFException {

    private static final long serialVersionUID = 1L;

    public InputEndedException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
