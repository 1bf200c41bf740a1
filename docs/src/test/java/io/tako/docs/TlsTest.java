package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.peers.TlsPeer;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Response;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsConfig.ClientAuth;
import org.junit.jupiter.api.Test;

/** What the page on TLS says of certificates of clients. */
final class TlsTest {

    private final TlsSnippets snippets = new TlsSnippets();

    @Test
    void withoutACertificateTheAnswerIs403() {
        Response response = Guide.ask(Guide.router(snippets.routes), "/me");
        assertThat(response.status().value()).isEqualTo(403);
    }

    @Test
    void theHandlerSeesTheCertificateAndTheSession() throws Exception {
        TestAuthority authority = TestAuthority.create("Authority");
        TlsConfig tls =
                TlsConfig.of(authority.server("site.test").material().withTrust(authority.trust()))
                        .withClientAuth(ClientAuth.NEED);
        try (RunningServer server =
                        RunningServer.start(
                                RuntimeKind.SHARED,
                                IoPreference.NIO,
                                1,
                                listener -> listener.withTls(tls),
                                snippets.routes);
                TlsPeer ada =
                        TlsPeer.connect(
                                authority.clientContext(authority.client("ada")),
                                server.port(),
                                "site.test")) {
            ada.http().send("GET /me HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(ada.http().reply().text()).isEqualTo("CN=ada");
            ada.http().send("GET /session HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(ada.http().reply().text()).isEqualTo("TLSv1.3");
        }
    }
}
