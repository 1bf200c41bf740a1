package io.tako.transport;

/**
 * What has gone on at a listener since its server was made, across stops and starts.
 *
 * @param connections connections open now, those that have said nothing yet included
 * @param accepted connections accepted
 * @param acceptFailures how often the system could not accept, for want of file descriptors, say
 * @param refusedConnections connections refused because there were too many
 * @param refusedRequests requests refused because too many were being handled
 * @param requests requests now between their dispatch and the end of their answer
 * @param handshakes TLS handshakes that came to a session
 * @param handshakeFailures TLS handshakes that had begun and did not
 * @param cut connections that had not ended when their drain was over
 * @param denied connections that a filter turned away
 * @param proxyRefusals connections closed because of their PROXY header, or for want of one
 */
public record ListenerCounts(
        int connections,
        long accepted,
        long acceptFailures,
        long refusedConnections,
        long refusedRequests,
        int requests,
        long handshakes,
        long handshakeFailures,
        long cut,
        long denied,
        long proxyRefusals) {

    /** A listener at which nothing has happened. */
    public static final ListenerCounts NONE = new ListenerCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    ListenerCounts plus(ListenerCounts other) {
        return new ListenerCounts(
                connections + other.connections,
                accepted + other.accepted,
                acceptFailures + other.acceptFailures,
                refusedConnections + other.refusedConnections,
                refusedRequests + other.refusedRequests,
                requests + other.requests,
                handshakes + other.handshakes,
                handshakeFailures + other.handshakeFailures,
                cut + other.cut,
                denied + other.denied,
                proxyRefusals + other.proxyRefusals);
    }

    /** What stays when the listener closes. */
    ListenerCounts over() {
        return new ListenerCounts(
                0,
                accepted,
                acceptFailures,
                refusedConnections,
                refusedRequests,
                0,
                handshakes,
                handshakeFailures,
                cut,
                denied,
                proxyRefusals);
    }
}
