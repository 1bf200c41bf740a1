package io.tako.transport.spine;

/** A connection that can be asked to end. Methods are called on its event loop. */
public interface Drainable {

    /** Ends now if nothing is being handled, else after what is being handled. */
    void drain();

    /** Ends now, whatever is being handled. */
    void abort();
}
