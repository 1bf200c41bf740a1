package io.tako.routing;

/** A path no route may see. Stackless; its message is sent to the client. */
final class BadPathException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String what;

    BadPathException(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    String what() {
        return what;
    }
}
