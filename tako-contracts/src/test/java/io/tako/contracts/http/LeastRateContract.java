package io.tako.contracts.http;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.config.LeastRate;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How fast a peer of HTTP/1.1 and HTTP/2 has to be while it is waited for, whatever timeouts say
 * that are content with a byte now and then: here none is set. No test asserts how long one took.
 */
@EveryBackEnd
final class LeastRateContract extends ServerContract {

    private static final int PIECE = 1024;
    private static final int LENGTH = 100 * PIECE;

    /** More than a peer can move that pauses after each piece. */
    private static final int FAST = 1 << 30;

    private static final Duration GRACE = Duration.ofMillis(200);

    private final Semaphore asked = new Semaphore(0);
    private final Semaphore mayRead = new Semaphore(0);

    LeastRateContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @AfterEach
    void stop() {
        close();
    }

    private void start(LeastRate rate) {
        Duration none = Duration.ZERO;
        HttpTimeouts timeouts = new HttpTimeouts(none, none, none, none, rate);
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        listener -> listener.withTimeouts(timeouts).withHttp2(Http2Config.on()),
                        routes()));
    }

    private Routes routes() {
        return routes ->
                routes.get("/large", handle(() -> Response.bytes(new byte[64 << 20], "text/plain")))
                        .post("/stream", LeastRateContract::read)
                        .post("/late", this::readLate);
    }

    private static Response read(Request request) throws IOException {
        return Response.text("read " + request.content().stream().readAllBytes().length);
    }

    private Response readLate(Request request) throws Exception {
        asked.release();
        mayRead.acquire();
        return read(request);
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }

    private static String post(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + LENGTH + "\r\n\r\n";
    }

    @Test
    void aBodyThatDripsIsAnswered408() throws Exception {
        start(new LeastRate(FAST, 0, GRACE));
        try (RawClient client = RawClient.connect(port())) {
            client.send(post("/stream"));
            while (client.in().available() == 0) {
                client.send("x");
                pause();
            }
            assertThat(client.reply().status()).isEqualTo(408);
        }
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(Http2Bytes.frames().post(1, "/stream"));
            Thread drip = Thread.ofVirtual().start(() -> drip(client));
            assertThat(client.reply(1).status()).isEqualTo(408);
            drip.interrupt();
            drip.join();
        }
    }

    private static void drip(Http2Client client) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                client.send(Http2Bytes.frames().data(1, false, "x"));
                pause();
            }
        } catch (IOException ended) {
            // The stream has been answered.
        }
    }

    @Test
    void aBodyThatItsHandlerIsNotReadyForIsNotSlow() throws Exception {
        start(new LeastRate(FAST, 0, GRACE));
        try (RawClient client = RawClient.connect(port());
                Http2Client other = Http2Client.connect(port())) {
            client.send(post("/late")).send(new byte[LENGTH / 2]);
            other.send(Http2Bytes.frames().post(1, "/late").data(1, false, "x".repeat(PIECE)));
            asked.acquire(2);
            LockSupport.parkNanos(GRACE.multipliedBy(4).toNanos());
            client.send(new byte[LENGTH / 2]);
            other.send(Http2Bytes.frames().data(1, true, "x".repeat(PIECE)));
            pause();
            mayRead.release(2);
            assertThat(client.reply().text()).isEqualTo("read " + LENGTH);
            assertThat(other.reply(1).text()).isEqualTo("read " + 2 * PIECE);
        }
    }

    @Test
    void aPeerThatTakesLittleOfAnAnswerIsCut() throws Exception {
        start(new LeastRate(0, FAST, GRACE));
        try (RawClient client = RawClient.connectSlow(port(), 4096)) {
            client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.in().read()).isEqualTo('H');
            Thread reader = Thread.ofVirtual().start(() -> sip(client));
            Waiting.until(() -> server().server().openConnections(), 0);
            reader.interrupt();
            reader.join();
        }
    }

    private static void sip(RawClient client) {
        try {
            while (!Thread.currentThread().isInterrupted() && client.in().read() >= 0) {
                pause();
            }
        } catch (IOException cut) {
            // As it should be.
        }
    }

    @Test
    void aStreamThatIsGivenLittleWindowIsReset() throws Exception {
        start(new LeastRate(0, FAST, GRACE));
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(Http2Bytes.frames().get(1, "/large"));
            Thread drip = Thread.ofVirtual().start(() -> widen(client));
            assertThat(client.reply(1).status()).isGreaterThanOrEqualTo(Http2Client.Reply.RESET);
            drip.interrupt();
            drip.join();
        }
    }

    private static void widen(Http2Client client) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                client.send(Http2Bytes.frames().windowUpdate(0, 1).windowUpdate(1, 1));
                pause();
            }
        } catch (IOException ended) {
            // The stream has been reset.
        }
    }
}
