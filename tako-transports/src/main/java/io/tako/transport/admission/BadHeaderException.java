package io.tako.transport.admission;

/** A PROXY header that ends its connection. */
final class BadHeaderException extends Exception {

    private static final long serialVersionUID = 1L;

    BadHeaderException(String reason) {
        super(reason, null, false, false);
    }
}
