package io.tako.contracts.http2;

import static io.tako.contracts.peers.Http2Bytes.ACK;
import static io.tako.contracts.peers.Http2Bytes.DATA;
import static io.tako.contracts.peers.Http2Bytes.END_STREAM;
import static io.tako.contracts.peers.Http2Bytes.GOAWAY;
import static io.tako.contracts.peers.Http2Bytes.PING;
import static io.tako.contracts.peers.Http2Bytes.RST_STREAM;
import static io.tako.contracts.peers.Http2Bytes.SETTINGS;
import static io.tako.contracts.peers.Http2Bytes.frames;
import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Waiting;
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
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.HttpTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How an HTTP/2 connection ends that the server ends: whatever the reason, the client gets each
 * answer whole that was begun, a GOAWAY that says which requests were taken, and an orderly end
 * behind it.
 */
@EveryBackEnd
final class Http2EndingContract extends ServerContract {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final DrainConfig PATIENT = DrainConfig.defaults().withQuiet(LONG);
    private static final int NO_ERROR = 0;
    private static final int PROTOCOL_ERROR = 1;
    private static final int REFUSED_STREAM = 7;
    private static final int ENHANCE_YOUR_CALM = 11;

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Semaphore mayGo = new Semaphore(0);
    private final byte[] large = new byte[30_000];

    Http2EndingContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @AfterEach
    void stop() {
        mayGo.release(100);
        close();
    }

    private void start(UnaryOperator<HttpListenerConfig> settings) {
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        listener -> settings.apply(listener.withHttp2(Http2Config.on())),
                        PATIENT,
                        routes()));
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "Hello, World!"))
                        .get("/large", handle(() -> large))
                        .post("/", handle(bytes(), body -> "read " + body.length))
                        .get(
                                "/wait",
                                handle(
                                        () -> {
                                            events.add("waiting");
                                            mayGo.acquire();
                                            return large;
                                        }));
    }

    private static HttpTimeouts timeouts(Duration headerRead, Duration keepAlive) {
        return new HttpTimeouts(headerRead, keepAlive, LONG, LONG);
    }

    private void assertWaiting() throws InterruptedException {
        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("waiting");
    }

    /** All frames to an orderly end; a reset is a failure. */
    private static List<Http2Client.Frame> rest(Http2Client client) throws IOException {
        List<Http2Client.Frame> all = new ArrayList<>();
        for (Http2Client.Frame frame = client.readStrictly();
                frame != null;
                frame = client.readStrictly()) {
            all.add(frame);
        }
        return all;
    }

    /** The same of a client that never spoke HTTP/2 itself, and so may not answer. */
    private static List<Http2Client.Frame> silentRest(Http2Client client) throws IOException {
        List<Http2Client.Frame> all = new ArrayList<>();
        for (Http2Client.Frame frame = client.readSilently();
                frame != null;
                frame = client.readSilently()) {
            all.add(frame);
        }
        return all;
    }

    private static Http2Client.Frame lastGoAway(List<Http2Client.Frame> frames) {
        Http2Client.Frame last = frames.getLast();
        assertThat(last.type()).as("type of %s", last).isEqualTo(GOAWAY);
        return last;
    }

    private static int bodyOf(List<Http2Client.Frame> frames, int stream) {
        assertThat(frames).anyMatch(frame -> frame.stream() == stream && frame.flag(END_STREAM));
        return frames.stream()
                .filter(frame -> frame.type() == DATA && frame.stream() == stream)
                .mapToInt(frame -> frame.payload().length)
                .sum();
    }

    private static Http2Client.Frame next(Http2Client client, int type) throws IOException {
        while (true) {
            Http2Client.Frame frame = client.readStrictly();
            assertThat(frame).as("a frame of type %d", type).isNotNull();
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    // Nothing to do.

    @Test
    void anIdleConnectionIsToldToEndAndServesWhatComesMeanwhile() throws Exception {
        start(listener -> listener.withTimeouts(timeouts(LONG, SHORT)));
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(frames().get(1, "/"));
            assertThat(client.reply(1).status()).isEqualTo(200);
            Http2Client.Frame first = next(client, GOAWAY);
            assertThat(first.code()).isEqualTo(NO_ERROR);
            assertThat(first.lastStream()).isEqualTo(Integer.MAX_VALUE);
            client.send(frames().get(3, "/large"));
            List<Http2Client.Frame> rest = rest(client);
            assertThat(bodyOf(rest, 3)).isEqualTo(large.length);
            assertThat(rest).noneMatch(frame -> frame.type() == RST_STREAM);
            assertThat(rest).filteredOn(frame -> frame.type() == GOAWAY).hasSize(1);
            assertThat(rest)
                    .filteredOn(frame -> frame.type() == GOAWAY)
                    .allMatch(frame -> frame.lastStream() == 3 && frame.code() == NO_ERROR);
        }
    }

    @Test
    void aConnectionThatNeverSaysHelloIsToldSo() throws Exception {
        start(listener -> listener.withTimeouts(timeouts(SHORT, LONG)));
        try (Http2Client client = Http2Client.open(port(), 0)) {
            client.send(frames().raw(Http2Bytes.PREFACE));
            assertThat(lastGoAway(silentRest(client)).code()).isEqualTo(NO_ERROR);
        }
    }

    // A drain.

    @Test
    void aDrainedConnectionAnswersWhatItHasTaken() throws Exception {
        start(listener -> listener);
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(frames().get(1, "/").get(3, "/wait"));
            assertWaiting();
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            assertThat(next(client, GOAWAY).lastStream()).isEqualTo(Integer.MAX_VALUE);
            client.send(frames().get(5, "/large"));
            next(client, PING);
            assertThat(next(client, GOAWAY).lastStream()).isEqualTo(5);
            mayGo.release();
            List<Http2Client.Frame> rest = rest(client);
            assertThat(bodyOf(rest, 3)).isEqualTo(large.length);
            assertThat(drained.get(60, TimeUnit.SECONDS).cut()).isZero();
        }
    }

    /** A client that has just connected has a request, which a GOAWAY forbids it to send. */
    @Test
    void aConnectionThatBeginsWhileTheServerDrainsIsServedBeforeItIsToldToEnd() throws Exception {
        start(listener -> listener);
        try (Http2Client client = Http2Client.open(port(), 0)) {
            Waiting.until(() -> server().server().openConnections() == 1);
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            Waiting.until(() -> !listens(port()));
            client.send(frames().raw(Http2Bytes.PREFACE).settings().ping(7).get(1, "/large"));
            List<Http2Client.Frame> all = rest(client);
            List<Integer> types = all.stream().map(Http2Client.Frame::type).toList();
            assertThat(types.indexOf(PING)).isBetween(0, types.indexOf(GOAWAY));
            assertThat(bodyOf(all, 1)).isEqualTo(large.length);
            assertThat(drained.get(60, TimeUnit.SECONDS).cut()).isZero();
        }
    }

    /** The same where it had said hello before, and nothing more. */
    @Test
    void aConnectionWithoutARequestYetIsServedOnce() throws Exception {
        start(listener -> listener);
        try (Http2Client client = Http2Client.connect(port())) {
            while (!next(client, SETTINGS).flag(ACK)) {
                assertThat(client).isNotNull();
            }
            server().server().drain(LONG);
            Waiting.until(() -> !listens(port()));
            client.send(frames().get(1, "/large"));
            assertThat(bodyOf(rest(client), 1)).isEqualTo(large.length);
        }
    }

    private static boolean listens(int port) {
        try (RawClient late = RawClient.connect(port, Duration.ofMillis(50))) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    // Limits, and errors of the connection.

    @Test
    void theLastRequestOfAConnectionIsAnswered() throws Exception {
        start(listener -> listener.withLimits(limits(2)));
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(frames().get(1, "/large").get(3, "/large"));
            List<Http2Client.Frame> all = rest(client);
            assertThat(bodyOf(all, 1) + bodyOf(all, 3)).isEqualTo(2 * large.length);
            assertThat(all).anyMatch(frame -> frame.type() == GOAWAY);
        }
    }

    private static HttpLimits limits(int requestsPerConnection) {
        HttpLimits usual = HttpLimits.defaults();
        return new HttpLimits(
                usual.requestLine(),
                usual.headers(),
                usual.maxConnections(),
                usual.maxConcurrentRequests(),
                requestsPerConnection,
                usual.pipelinedBytes(),
                usual.unreadBodyDrain(),
                usual.bodyWindow(),
                usual.writeWindow());
    }

    /** What was answered in the same burst arrives, and then the reason for the end. */
    @Test
    void anErrorOfTheConnectionIsToldBehindWhatWasAnswered() throws Exception {
        start(listener -> listener);
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(frames().get(1, "/large"));
            assertThat(client.reply(1).body()).hasSameSizeAs(large);
            client.send(frames().frame(Http2Bytes.PUSH_PROMISE, 4, 1, new byte[4]));
            assertThat(lastGoAway(rest(client)).code()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void whatIsTooMuchIsToldAtTheEnd() throws Exception {
        start(
                listener ->
                        listener.withHttp2(
                                Http2Config.on().withMaxResets(10).withMaxControlFrames(10)));
        try (Http2Client client = Http2Client.connect(port())) {
            Http2Bytes many = frames();
            for (int i = 0; i < 30; i++) {
                many.ping(i);
            }
            client.send(many);
            assertThat(lastGoAway(rest(client)).code()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        try (Http2Client client = Http2Client.connect(port())) {
            Http2Bytes many = frames();
            for (int i = 0; i < 30; i++) {
                many.post(2 * i + 1, "/").windowUpdate(2 * i + 1, 0);
            }
            client.send(many);
            assertThat(lastGoAway(rest(client)).code()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    // The upgrade from HTTP/1.1.

    @Test
    void anUpgradeThatNoPrefaceFollowsEnds() throws Exception {
        start(
                listener ->
                        listener.withTimeouts(timeouts(SHORT, LONG))
                                .withHttp2(Http2Config.on().withUpgrade(true)));
        try (Http2Client client = Http2Client.open(port(), 0)) {
            client.send(
                    frames().raw(
                                    "GET /wait HTTP/1.1\r\n"
                                            + "Host: h\r\n"
                                            + "Connection: Upgrade, HTTP2-Settings\r\n"
                                            + "Upgrade: h2c\r\n"
                                            + "HTTP2-Settings: AAQAAP__\r\n\r\n"));
            client.skipHead();
            List<Http2Client.Frame> all = silentRest(client);
            assertThat(all)
                    .filteredOn(frame -> frame.type() == RST_STREAM)
                    .allMatch(frame -> frame.stream() == 1 && frame.code() == REFUSED_STREAM)
                    .hasSize(1);
            assertThat(all).anyMatch(frame -> frame.type() == GOAWAY);
            assertThat(events).isEmpty();
        }
    }
}
