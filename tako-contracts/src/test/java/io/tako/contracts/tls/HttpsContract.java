package io.tako.contracts.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.TlsPeer;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsProvider;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP does over TLS on every runtime and every I/O back end, by both implementations. */
@EveryBackEnd
final class HttpsContract extends TlsServerContract {

    private static final int REFUSALS = 20;

    HttpsContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @WithBoth
    void manyRequestsOfOneConnectionAreAnsweredInOrder(TlsProvider provider) throws Exception {
        start(config(provider));
        try (TlsPeer peer = peer()) {
            peer.http().send((GET + get("/inline")).repeat(100));
            for (int i = 0; i < 100; i++) {
                assertThat(peer.http().reply().text()).isEqualTo("hello");
                assertThat(peer.http().reply().text()).isEqualTo("inline");
            }
        }
    }

    @WithBoth
    void filesArriveWhole(TlsProvider provider) throws Exception {
        start(config(provider));
        byte[] expected = Files.readAllBytes(content());
        try (TlsPeer peer = peer()) {
            for (String path : List.of("/file", "/file-inline", "/file")) {
                RawClient.Reply reply = peer.http().send(get(path)).reply();
                assertThat(reply.field("content-length")).isEqualTo("" + expected.length);
                assertThat(Arrays.equals(reply.body(), expected)).isTrue();
            }
            peer.http().send("GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=9-18\r\n\r\n");
            assertThat(peer.http().reply().body()).isEqualTo(Arrays.copyOfRange(expected, 9, 19));
            assertThat(peer.http().send(get("/missing")).reply().status()).isEqualTo(500);
            assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
        }
    }

    @WithBoth
    void aClientThatLeavesAmidAFileLeavesNothingBehind(TlsProvider provider) throws Exception {
        start(config(provider));
        for (int i = 0; i < 5; i++) {
            try (TlsPeer peer = peer()) {
                peer.http().send(get("/file"));
                peer.http().in().readNBytes(1000);
            }
        }
        Waiting.until(() -> server().server().openConnections() == 0);
    }

    @WithBoth
    void largeUploadsArriveWhole(TlsProvider provider) throws Exception {
        start(config(provider));
        int size = 16 << 20;
        try (TlsPeer peer = peer()) {
            peer.http()
                    .send(
                            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: "
                                    + size
                                    + "\r\n\r\n");
            OutputStream out = peer.http().out();
            byte[] some = new byte[1 << 20];
            for (int sent = 0; sent < size; sent += some.length) {
                out.write(some);
            }
            out.flush();
            assertThat(peer.http().reply().text()).isEqualTo("" + size);
        }
    }

    @WithBoth
    void theLastAnswerEndsWithACloseNotify(TlsProvider provider) throws Exception {
        start(config(provider));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsPeer peer = peer("standard.test", version)) {
                peer.http().send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                assertThat(peer.http().reply().text()).isEqualTo("hello");
                // The JDK throws where the stream ends without one.
                assertThat(peer.http().in().read()).isEqualTo(-1);
            }
        }
    }

    @WithBoth
    void aRefusedRequestIsReadableWhileItsBodyStillComes(TlsProvider provider) throws Exception {
        start(config(provider));
        String request = "GET / HTTP/1.1\r\nno colon\r\n\r\n" + "x".repeat(200_000);
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            // The more often, the likelier it comes while the answer's end is on its way.
            for (int i = 0; i < REFUSALS; i++) {
                try (TlsPeer peer = peer("standard.test", version)) {
                    peer.http().send(request);
                    assertThat(peer.http().reply().status()).isEqualTo(400);
                    assertThat(peer.http().in().read()).isEqualTo(-1);
                }
            }
        }
        Waiting.until(() -> server().server().openConnections() == 0);
    }

    @WithBoth
    void aClientThatEndsSendingIsClosedTo(TlsProvider provider) throws Exception {
        start(config(provider));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsPeer peer = peer("standard.test", version)) {
                assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
                peer.socket().shutdownOutput();
                assertThat(peer.http().in().read()).isEqualTo(-1);
            }
        }
        Waiting.until(() -> server().server().openConnections() == 0);
    }

    @WithBoth
    void aClientThatEndsSendingIsAnsweredWhereThatEndsNoMore(TlsProvider provider)
            throws Exception {
        start(config(provider));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsPeer peer = peer("standard.test", version)) {
                // With TLS 1.2 that is the end of both directions, as BoringSSL always has it.
                boolean answered = provider == TlsProvider.JDK && version.equals("TLSv1.3");
                peer.http().send(get("/soon"));
                asked.acquire();
                peer.socket().shutdownOutput();
                if (answered) {
                    mayAnswer.release();
                    assertThat(peer.http().reply().text()).isEqualTo("soon");
                }
                assertThat(peer.http().closed()).as(version).isTrue();
            }
        }
        Waiting.until(() -> server().server().openConnections(), 0);
    }

    @WithBoth
    void theJdkClientIsServed(TlsProvider provider) throws Exception {
        start(config(provider));
        URI uri = URI.create("https://127.0.0.1:" + server().port() + "/session");
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(authority().clientContext(null)).build()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response =
                        client.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(response.body()).startsWith("TLSv1.3");
            }
        }
    }

    @WithBoth
    void http2IsSpokenWithThoseWhoAskForIt(TlsProvider provider) throws Exception {
        TlsConfig config = config(provider);
        start(listener -> listener.withTls(config).withHttp2(Http2Config.on()));
        URI uri = URI.create("https://127.0.0.1:" + server().port() + "/file");
        byte[] expected = Files.readAllBytes(content());
        for (HttpClient.Version version :
                List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
            try (HttpClient client =
                    HttpClient.newBuilder()
                            .version(version)
                            .sslContext(authority().clientContext(null))
                            .build()) {
                HttpResponse<byte[]> response =
                        client.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                assertThat(response.version()).isEqualTo(version);
                assertThat(Arrays.equals(response.body(), expected)).isTrue();
            }
        }
        Waiting.until(() -> server().server().openConnections() == 0);
        assertThat(failures()).isZero();
    }

    @WithBoth
    void curlIsServed(TlsProvider provider, @TempDir Path directory) throws Exception {
        start(config(provider));
        Path trusted = Files.writeString(directory.resolve("ca.pem"), authority().pem());
        Process curl =
                new ProcessBuilder(
                                "curl",
                                "-sS",
                                "--cacert",
                                trusted.toString(),
                                "--resolve",
                                "standard.test:" + server().port() + ":127.0.0.1",
                                "https://standard.test:" + server().port() + "/session")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        assertThat(said).startsWith("TLSv1.3").contains("standard.test");
    }
}
