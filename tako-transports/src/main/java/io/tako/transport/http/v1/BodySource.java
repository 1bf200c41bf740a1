package io.tako.transport.http.v1;

import io.tako.transport.http.body.IncomingBody;

/** Carries what a body asks for from its reader's thread to the connection's loop. */
record BodySource(Http1Connection connection, Http1Exchange exchange)
        implements IncomingBody.Source {

    @Override
    public void wanted() {
        if (exchange.framing().expectContinue) {
            connection.core().execute(() -> connection.bodyWanted(exchange));
        }
    }

    @Override
    public void resumed() {
        connection.core().execute(() -> connection.bodyResumed(exchange));
    }
}
