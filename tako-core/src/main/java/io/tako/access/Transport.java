package io.tako.access;

/** What carries a connection to the listener. */
public enum Transport {
    /** A TCP connection, whatever is spoken on it. */
    TCP,
    /** A UDP datagram, each asked for on its own. */
    UDP,
    /** A connection on a Unix domain socket. */
    UNIX
}
