package io.tako.benchmarks.load;

/** One of the connections or sockets that make a load. On the loop only. */
interface EchoPeer {

    /** Fills the window. */
    void start();

    /** Whether nothing more will come back. */
    boolean idle();

    /** Ends it as its protocol would have it. */
    void close();
}
