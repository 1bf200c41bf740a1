package io.tako.contracts.websocket;

import static io.tako.contracts.peers.RawWebSocket.BINARY;
import static io.tako.contracts.peers.RawWebSocket.PING;
import static io.tako.contracts.peers.RawWebSocket.PONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.ClientGoneException;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpTimeouts;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Binary;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds WebSockets within bounds: time, windows, numbers. */
@EveryBackEnd
@OneInstance
final class WebSocketLimitsContract extends ServerContract {

    private static final Duration SOON = Duration.ofMillis(300);

    /** Time enough for a peer on a busy machine to do what keeps its socket open. */
    private static final Duration IN_TIME = Duration.ofSeconds(2);

    private static final int PIECE = 64 * 1024;
    private static final long LOTS = 64L * 1024 * 1024;
    private static final int CROWD = 1000;

    private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final AtomicLong moved = new AtomicLong();
    private final AtomicInteger crowd = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(1);

    WebSocketLimitsContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void start() {
        WebSocketOptions options = WebSocketOptions.defaults();
        WebSocketOptions quick = options.withCloseTimeout(SOON);
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        routes ->
                                routes.ws("/echo", WebSocketLimitsContract::echo)
                                        .ws(
                                                "/idle",
                                                this::recorded,
                                                options.withIdleTimeout(IN_TIME))
                                        .ws("/old", this::recorded, options.withLifetime(SOON))
                                        .ws(
                                                "/pinged",
                                                this::recorded,
                                                options.withPingInterval(IN_TIME))
                                        .ws("/closes", socket -> socket.close(), quick)
                                        .ws("/slow", this::readSlowly)
                                        .ws("/sends", this::sendLots)
                                        .ws("/offers", this::offerLots)
                                        .ws("/crowd", this::crowd)));
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    @BeforeEach
    void forget() {
        seen.clear();
        moved.set(0);
        gate = new CountDownLatch(1);
    }

    private static void echo(WebSocket socket) throws IOException {
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            socket.send(m);
        }
    }

    private void recorded(WebSocket socket) throws IOException {
        echo(socket);
        seen.add(Objects.requireNonNull(socket.closed()));
    }

    private void readSlowly(WebSocket socket) throws Exception {
        gate.await();
        while (socket.receive() instanceof Binary binary) {
            moved.addAndGet(binary.bytes().length);
        }
        seen.add("all received");
    }

    private void sendLots(WebSocket socket) throws IOException {
        byte[] piece = new byte[PIECE];
        try {
            while (moved.get() < LOTS) {
                ByteBuffer.wrap(piece).putLong(moved.get());
                socket.send(piece.clone());
                moved.addAndGet(PIECE);
            }
        } catch (ClientGoneException e) {
            seen.add(Objects.requireNonNull(socket.closed()));
        }
    }

    private void offerLots(WebSocket socket) throws IOException {
        int sent = 0;
        while (socket.trySend(new Binary(new byte[PIECE]))) {
            sent++;
        }
        seen.add(socket.open());
        seen.add(sent);
        socket.receive();
    }

    private void crowd(WebSocket socket) throws IOException {
        crowd.incrementAndGet();
        try {
            recorded(socket);
        } finally {
            crowd.decrementAndGet();
        }
    }

    private RawWebSocket open(String path) throws IOException {
        return RawWebSocket.open(port(), path);
    }

    private Object next() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(60, TimeUnit.SECONDS), "nothing was seen");
    }

    // Time.

    @Test
    void aSocketWithoutMessagesIsClosedWith1001() throws Exception {
        try (RawWebSocket socket = open("/idle")) {
            assertThat(socket.send("once").readText()).isEqualTo("once");
            assertThat(socket.readClose()).isEqualTo(1001);
            socket.sendClose(1001, "");
            assertThat(socket.closed()).isTrue();
        }
        assertThat(((Closed) next()).code()).isEqualTo(CloseCode.GOING_AWAY);
    }

    @Test
    void anOldSocketIsClosedWith1001() throws Exception {
        try (RawWebSocket socket = open("/old")) {
            assertThat(socket.readClose()).isEqualTo(1001);
            socket.sendClose(1001, "");
            assertThat(socket.closed()).isTrue();
        }
        assertThat(((Closed) next()).code()).isEqualTo(CloseCode.GOING_AWAY);
    }

    @Test
    void aSilentPeerIsPingedAsLongAsItAnswers() throws Exception {
        try (RawWebSocket socket = open("/pinged")) {
            for (int i = 0; i < 3; i++) {
                RawWebSocket.Frame ping = socket.read();
                assertThat(ping.head()).isEqualTo(PING);
                socket.send(PONG, ping.payload());
            }
            socket.send("still here");
            RawWebSocket.Frame echo = socket.read();
            while (echo.head() == PING) {
                socket.send(PONG, echo.payload());
                echo = socket.read();
            }
            assertThat(echo.text()).isEqualTo("still here");
            socket.sendClose(1000, "");
        }
        assertThat(((Closed) next()).code()).isEqualTo(CloseCode.NORMAL);
    }

    @Test
    void aPeerThatAnswersNoPingIsGivenUp() throws Exception {
        try (RawWebSocket socket = open("/pinged")) {
            assertThat(socket.read().head()).isEqualTo(PING);
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
            assertThat(socket.closed()).isTrue();
        }
    }

    @Test
    void aPeerThatDoesNotAnswerACloseIsCut() throws Exception {
        try (RawWebSocket socket = open("/closes")) {
            assertThat(socket.readClose()).isEqualTo(1000);
            assertThat(socket.closed()).isTrue();
        }
    }

    @Test
    void aDrainWaitsNoLongerForAPeerThatDoesNotAnswer() throws Exception {
        try (RunningServer other =
                        RunningServer.start(
                                kind,
                                io,
                                1,
                                routes ->
                                        routes.ws(
                                                "/stays",
                                                WebSocketLimitsContract::echo,
                                                WebSocketOptions.defaults()
                                                        .withCloseTimeout(SOON)));
                RawWebSocket socket = RawWebSocket.open(other.port(), "/stays")) {
            assertThat(socket.send("in").readText()).isEqualTo("in");
            var drained = other.server().drain(Duration.ofMinutes(5));
            assertThat(socket.readClose()).isEqualTo(1001);
            assertThat(socket.closed()).isTrue();
            assertThat(drained.get(60, TimeUnit.SECONDS).cut()).isZero();
        }
    }

    @Test
    void aPeerThatTakesNothingIsGivenUp() throws Exception {
        HttpTimeouts usual = HttpTimeouts.defaults();
        HttpTimeouts timeouts =
                new HttpTimeouts(usual.headerRead(), usual.keepAlive(), usual.bodyRead(), SOON);
        try (RunningServer other =
                        RunningServer.start(
                                kind,
                                io,
                                1,
                                HttpLimits.defaults(),
                                timeouts,
                                routes -> routes.ws("/sends", this::sendLots));
                RawClient slow = RawClient.connectSlow(other.port(), 4096);
                RawWebSocket socket = RawWebSocket.open(slow, "/sends")) {
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
            assertThat(socket.opening().status()).isEqualTo(101);
        }
    }

    // Windows.

    @Test
    void aSlowHandlerSlowsThePeer() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawWebSocket socket = open("/slow")) {
            byte[] frame = RawWebSocket.cheapFrame(BINARY, new byte[PIECE]);
            CompletableFuture<Void> all =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    while (sent.get() < LOTS) {
                                        socket.sendBytes(frame);
                                        sent.addAndGet(PIECE);
                                    }
                                    socket.sendClose(1000, "");
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            assertThat(Waiting.settled(sent::get)).isLessThan(LOTS / 2);
            gate.countDown();
            all.get(60, TimeUnit.SECONDS);
            assertThat(socket.readClose()).isEqualTo(1000);
            assertThat(next()).isEqualTo("all received");
            assertThat(moved.get()).isEqualTo(LOTS);
        }
    }

    @Test
    void aSlowPeerParksTheSender() throws Exception {
        try (RawClient slow = RawClient.connectSlow(port(), 16 * 1024);
                RawWebSocket socket = RawWebSocket.open(slow, "/sends")) {
            long taken = 0;
            long before = 0;
            while (taken < LOTS) {
                RawWebSocket.Frame frame = socket.read();
                assertThat(ByteBuffer.wrap(frame.payload()).getLong()).isEqualTo(taken);
                taken += frame.payload().length;
                // What the kernel and the window hold, and never all of it.
                before = Math.max(before, moved.get() - taken);
            }
            assertThat(before).isLessThan(LOTS / 2);
            assertThat(socket.readClose()).isEqualTo(1000);
        }
    }

    @Test
    void tryingToSendFailsOnceTheWindowIsFull() throws Exception {
        try (RawClient slow = RawClient.connectSlow(port(), 4096);
                RawWebSocket socket = RawWebSocket.open(slow, "/offers")) {
            assertThat(next()).isEqualTo(true);
            int sent = (int) next();
            assertThat(sent).isPositive();
            for (int i = 0; i < sent; i++) {
                assertThat(socket.read().payload()).hasSize(PIECE);
            }
        }
    }

    @Test
    void aPeerThatReadsNothingIsReadNoFurtherThanItIsAnswered() throws Exception {
        int pings = 200_000;
        AtomicLong sent = new AtomicLong();
        try (RawClient slow = RawClient.connectSlow(port(), 16 * 1024);
                RawWebSocket socket = RawWebSocket.open(slow, "/echo")) {
            CompletableFuture<Void> all =
                    CompletableFuture.runAsync(() -> ping(socket, pings, sent));
            // What the kernel holds and the write window, and never all of it.
            assertThat(Waiting.settled(sent::get)).isLessThan(pings);
            int last = 0;
            while (last < pings) {
                RawWebSocket.Frame pong = socket.read();
                assertThat(pong.head()).isEqualTo(PONG);
                int number = ByteBuffer.wrap(pong.payload()).getInt();
                assertThat(number).isGreaterThan(last);
                last = number;
            }
            all.get(60, TimeUnit.SECONDS);
        }
    }

    /** The next frame, of a socket that may have been silent for long on a busy machine. */
    private static RawWebSocket.Frame readPastPings(RawWebSocket socket) throws IOException {
        RawWebSocket.Frame frame = socket.read();
        while (frame.head() == PING) {
            frame = socket.read();
        }
        return frame;
    }

    private static void ping(RawWebSocket socket, int pings, AtomicLong sent) {
        byte[] payload = new byte[125];
        try {
            for (int i = 1; i <= pings; i += 1000) {
                var burst = new java.io.ByteArrayOutputStream();
                for (int n = 0; n < 1000; n++) {
                    ByteBuffer.wrap(payload).putInt(i + n);
                    burst.writeBytes(RawWebSocket.cheapFrame(PING, payload));
                }
                socket.sendBytes(burst.toByteArray());
                sent.addAndGet(1000);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // Numbers.

    @Test
    void aThousandIdleSocketsShareOneCore() throws Exception {
        List<RawWebSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                sockets.add(open("/crowd"));
            }
            while (crowd.get() < CROWD) {
                Thread.onSpinWait();
            }
            for (RawWebSocket socket : sockets) {
                socket.send("anyone?");
            }
            for (RawWebSocket socket : sockets) {
                assertThat(readPastPings(socket).text()).isEqualTo("anyone?");
            }
        } finally {
            for (RawWebSocket socket : sockets) {
                socket.close();
            }
        }
        for (int i = 0; i < CROWD; i++) {
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
        }
    }
}
