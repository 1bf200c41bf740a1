package io.tako.webflux;

/**
 * What came back on a connection.
 *
 * @param status the status; 0 if nothing was said that has one
 * @param text all that came
 */
record Reply(int status, String text) {

    /** Whether the caller was let through. */
    boolean through() {
        return status / 100 == 2 || status == 101;
    }

    /** Whether the request was refused for what it asks or for who asks. */
    boolean refused() {
        return status == 0 || status == 400 || status == 401 || status == 403;
    }
}
