package io.tako.contracts.http1;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How a connection that begins in HTTP/1.1 comes to speak HTTP/2: by prior knowledge always, by
 * {@code Upgrade: h2c} where that is switched on, and never at the price of what it was asked.
 */
@EveryBackEnd
final class Http1UpgradeContract extends ServerContract {

    private static final String UPGRADE =
            "Host: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    Http1UpgradeContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @AfterEach
    void stop() {
        close();
    }

    private static Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "quick"))
                        .post("/bytes", handle(bytes(), body -> "read " + body.length));
    }

    /** Starts a server that draws the line at idle connections at once. */
    private void start(Http2Config http2, HttpTimeouts timeouts) {
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        listener -> listener.withHttp2(http2).withTimeouts(timeouts),
                        DrainConfig.defaults().withQuiet(Duration.ZERO),
                        routes()));
    }

    private void start(Http2Config http2) {
        start(http2, HttpTimeouts.defaults());
    }

    private RawClient client() throws IOException {
        return RawClient.connect(server().port());
    }

    @Test
    void aRequestThatAsksForAnUpgradeIsAnsweredInHttp1UnlessThatIsSwitchedOn() throws Exception {
        start(Http2Config.on());
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\n" + UPGRADE + "\r\n");
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("upgrade")).isEmpty();
            assertThat(reply.text()).isEqualTo("quick");
            assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").reply().text())
                    .isEqualTo("quick");
        }
        try (Http2Client client = Http2Client.connect(server().port())) {
            assertThat(client.send(Http2Bytes.frames().get(1, "/")).reply(1).text())
                    .isEqualTo("quick");
        }
    }

    @Test
    void aRequestThatAsksForAnUpgradeGetsItWhereThatIsSwitchedOn() throws Exception {
        start(Http2Config.on().withUpgrade(true));
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\n" + UPGRADE + "\r\n");
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(101);
            assertThat(reply.field("upgrade")).isEqualTo("h2c");
        }
    }

    @Test
    void aDrainWaitsForTheBodyOfARequestThatAsksForAnUpgrade() throws Exception {
        start(Http2Config.on().withUpgrade(true));
        try (RawClient client = client()) {
            client.send("POST /bytes HTTP/1.1\r\nContent-Length: 10\r\n" + UPGRADE + "\r\nhello");
            // The server has read it when it answers another.
            answered();
            CompletableFuture<DrainReport> drained = server().server().drain();
            assertThat(drained).isNotDone();
            client.send("again");
            assertThat(client.reply().status()).isEqualTo(101);
            client.send(PREFACE).send(Http2Bytes.frames().settings().bytes());
            byte[] begin = client.in().readNBytes(9);
            assertThat(begin[3]).isEqualTo((byte) Http2Bytes.SETTINGS);
        }
    }

    @Test
    void aDrainWaitsForTheRestOfAPreface() throws Exception {
        start(Http2Config.on());
        try (RawClient client = client()) {
            client.send(PREFACE.substring(0, 12));
            answered();
            CompletableFuture<DrainReport> drained = server().server().drain();
            assertThat(drained).isNotDone();
            client.send(PREFACE.substring(12));
            client.send(Http2Bytes.frames().settings().get(1, "/").bytes());
            // The response's DATA holds the text, and a frame's head is in front of it.
            byte[] all = client.in().readAllBytes();
            assertThat(new String(all, StandardCharsets.ISO_8859_1)).contains("quick");
        }
    }

    @Test
    void theBodyOfARequestThatAsksForAnUpgradeMustComeInTime() throws Exception {
        Duration none = Duration.ZERO;
        start(
                Http2Config.on().withUpgrade(true),
                new HttpTimeouts(none, none, Duration.ofMillis(200), none));
        try (RawClient client = client()) {
            client.send("POST /bytes HTTP/1.1\r\nContent-Length: 10\r\n" + UPGRADE + "\r\nhello");
            assertThat(client.reply().status()).isEqualTo(408);
            assertThat(client.closed()).isTrue();
        }
    }

    private void answered() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (RawClient other = client()) {
                assertThat(other.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").reply().text())
                        .isEqualTo("quick");
            }
        }
    }
}
