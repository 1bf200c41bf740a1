package io.tako.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.tako.tcp.TcpConnection;

/** What is observed of a TCP connection, from its opening to the return of its handler. */
public final class TcpObservationContext extends Observation.Context {

    private final TcpConnection connection;

    TcpObservationContext(TcpConnection connection) {
        this.connection = connection;
    }

    /** The connection, to look at. */
    public TcpConnection connection() {
        return connection;
    }
}
