package io.tako.tcp;

import java.io.IOException;

/**
 * What the peer sent is no frame, or a longer one than is allowed. Where the next one begins cannot
 * be told, so there is nothing to do but to close. Stackless.
 */
public final class FrameException extends IOException {

    private static final long serialVersionUID = 1L;

    public FrameException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
