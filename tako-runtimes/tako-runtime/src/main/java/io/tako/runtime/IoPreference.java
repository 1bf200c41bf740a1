package io.tako.runtime;

/** What {@code tako.io} may say about the I/O back end. */
public enum IoPreference {
    /** The best back end this machine offers for the chosen runtime. */
    AUTO,
    /** Linux io_uring, or no start. */
    IO_URING,
    /** Linux epoll, or no start. */
    EPOLL,
    /** The JDK's own selectors, everywhere. */
    NIO
}
