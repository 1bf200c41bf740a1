package io.tako.docs;

import static io.tako.extract.Extractors.clientCertificate;
import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Handlers.handle;

import io.tako.http.Connection;
import io.tako.routing.Routes;

/** The code of the page on TLS. */
final class TlsSnippets {

    // tag::client[]
    Routes routes =
            r ->
                    r.get(
                                    "/me",
                                    handle(
                                            clientCertificate(),
                                            who -> who.getSubjectX500Principal().getName()))
                            .get(
                                    "/session",
                                    handle(
                                            connection(),
                                            c ->
                                                    c.tls()
                                                            .map(Connection.Tls::protocol)
                                                            .orElse("clear")));
    // end::client[]
}
