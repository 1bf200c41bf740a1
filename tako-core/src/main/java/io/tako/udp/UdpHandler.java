package io.tako.udp;

/**
 * Takes the datagrams of a listener, one by one. Runs on virtual threads of the core that received
 * them, and may block; as many run at once as the listener's concurrency allows. Those that do not
 * wait are called one after the other on one thread, in the order in which datagrams came.
 */
@FunctionalInterface
public interface UdpHandler {

    /**
     * Takes one datagram. While handlers take longer than datagrams come, those wait in a bounded
     * queue; what does not fit is dropped and counted.
     *
     * @throws Exception anything: it is counted and logged, at most once a second
     */
    void handle(Datagram datagram) throws Exception;
}
