package io.tako.transport.spine;

/** A connection that can be asked to end. Methods are called on its event loop. */
public interface Drainable {

    /**
     * Ends as kindly as the protocol allows: what was begun is finished, the peer is told not to
     * begin more, and a connection without work ends once it has been quiet for {@link
     * Spine#quiet()}.
     */
    void drain();

    /** Ends now, whatever is being handled. */
    void abort();

    /** What the connection is at, in a word or two for the log: an "HTTP/1.1 request", say. */
    default String occupation() {
        return "other";
    }
}
