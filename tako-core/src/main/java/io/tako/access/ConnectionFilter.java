package io.tako.access;

import java.util.List;

/**
 * Says who may connect, before the first byte of TLS or HTTP is looked at. One contract for all
 * transports. Called on event loops, of several connections at once: it must be safe for any thread
 * and must not wait.
 */
@FunctionalInterface
public interface ConnectionFilter {

    /** Lets everybody in. */
    ConnectionFilter ALL = attempt -> Admission.allow();

    /**
     * Decides once for each connection, and for each datagram. Where a PROXY header is expected,
     * after it, so that the source is the client and not the balancer. An exception turns the peer
     * away.
     */
    Admission admit(ConnectionAttempt attempt);

    /**
     * Lets in whom all filters let in. They are asked in their order up to the first that denies;
     * what those before it hold is released then.
     */
    static ConnectionFilter allOf(List<ConnectionFilter> filters) {
        return switch (filters.size()) {
            case 0 -> ALL;
            case 1 -> filters.getFirst();
            default -> new EveryFilter(List.copyOf(filters));
        };
    }
}
