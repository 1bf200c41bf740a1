package io.tako.transport;

/**
 * What has gone on at a listener of datagrams since its server was made, across stops and starts.
 * Received, waiting, shed, dropped, oversized and denied ones together are all that came.
 *
 * @param received datagrams handed to the handler
 * @param shed datagrams dropped because the queue was full, or the listener ended before their turn
 * @param dropped datagrams the system has dropped because the receive buffer was full, as far as it
 *     tells (Linux)
 * @param oversized datagrams dropped because they were larger than the listener takes
 * @param denied datagrams whose senders a filter turned away
 * @param failed datagrams at which the handler threw
 * @param sent datagrams handed to the system to be sent
 * @param unsent datagrams that were to be sent and were dropped
 * @param waiting datagrams that wait for their handler now
 */
public record UdpCounts(
        long received,
        long shed,
        long dropped,
        long oversized,
        long denied,
        long failed,
        long sent,
        long unsent,
        int waiting) {

    /** A listener at which nothing has happened. */
    public static final UdpCounts NONE = new UdpCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    UdpCounts plus(UdpCounts other) {
        return new UdpCounts(
                received + other.received,
                shed + other.shed,
                dropped + other.dropped,
                oversized + other.oversized,
                denied + other.denied,
                failed + other.failed,
                sent + other.sent,
                unsent + other.unsent,
                waiting + other.waiting);
    }

    /** What stays when the listener closes. */
    UdpCounts over() {
        return new UdpCounts(received, shed, dropped, oversized, denied, failed, sent, unsent, 0);
    }
}
