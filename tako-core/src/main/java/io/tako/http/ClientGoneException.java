package io.tako.http;

import java.io.IOException;

/**
 * The peer closed the connection or reset the stream before the exchange was over. Nobody is there
 * to read an answer, so it is not logged as an error. Stackless.
 */
public final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    public ClientGoneException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
