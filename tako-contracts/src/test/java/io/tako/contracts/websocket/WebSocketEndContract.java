package io.tako.contracts.websocket;

import static io.tako.contracts.peers.RawWebSocket.CLOSE;
import static io.tako.contracts.peers.RawWebSocket.PING;
import static io.tako.contracts.peers.RawWebSocket.PONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEndAndVersion;
import io.tako.contracts.LoggedErrors;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.Message.Pong;
import io.tako.websocket.Message.Text;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;

/** What a handler hears of pongs and of the end of its socket, and what the log says of it. */
@EveryBackEndAndVersion
@OneInstance
final class WebSocketEndContract extends ServerContract {

    /** What is told sooner is not told by the patience that ends with this. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration SOON = Duration.ofMillis(200);
    private static final int LEAVERS = 20;

    private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final Version version;

    WebSocketEndContract(RuntimeKind kind, IoPreference io, Version version) {
        super(kind, io);
        this.version = version;
    }

    @OneInstance.Start
    void start() {
        run(
                RunningServer.start(
                        kind, io, 1, listener -> listener.withHttp2(Http2Config.on()), routes()));
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    @BeforeEach
    void forget() {
        seen.clear();
    }

    private Routes routes() {
        WebSocketOptions options = WebSocketOptions.defaults().withCloseTimeout(PATIENCE);
        WebSocketOptions pongs = options.withPongs(true);
        return routes ->
                routes.ws("/told", this::told, options)
                        .ws("/late", this::toldLate, options)
                        .ws("/pongs", this::record, pongs)
                        .ws("/pinged", this::record, pongs.withPingInterval(SOON))
                        .ws("/plain", this::record, options)
                        .ws("/alive", WebSocketEndContract::alive, options)
                        .ws("/wraps/{how}", this::wraps, options)
                        .ws("/waits", this::waits, options.withCloseTimeout(SOON))
                        .ws("/breaks/{how}", this::breaks, options);
    }

    /** Waits for something else than messages. */
    private void told(WebSocket socket) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        socket.onClosed(
                how -> {
                    seen.add(how);
                    over.countDown();
                });
        over.await();
        seen.add(socket.open() ? "open" : "not open");
    }

    private void toldLate(WebSocket socket) throws IOException {
        socket.receive();
        socket.onClosed(
                how -> {
                    throw new IllegalStateException("an action of the application's fails");
                });
        socket.onClosed(seen::add);
    }

    private void record(WebSocket socket) throws IOException {
        if (socket.request().path().equals("/pongs")) {
            socket.sendPing("asked".getBytes(StandardCharsets.UTF_8));
        }
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            seen.add(m instanceof Pong pong ? "pong " + text(pong.payload()) : m);
        }
    }

    private static void alive(WebSocket socket) throws IOException {
        socket.sendPong("one".getBytes(StandardCharsets.UTF_8));
        socket.send(new Pong("two".getBytes(StandardCharsets.UTF_8)));
        assertThat(socket.trySend(new Pong("three".getBytes(StandardCharsets.UTF_8)))).isTrue();
        socket.receive();
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Sends until the peer has left, and lets the failure out in some disguise. */
    private void wraps(WebSocket socket) {
        String how = Objects.requireNonNull(socket.request().pathVariable("how"));
        try {
            while (true) {
                socket.send("more");
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (IOException | InterruptedException e) {
            seen.add("left");
            throw switch (how) {
                case "unchecked" -> new UncheckedIOException((IOException) e);
                case "future" -> new CompletionException(new UncheckedIOException((IOException) e));
                case "publisher" -> Exceptions.propagate(e);
                default -> new IllegalStateException(new IllegalStateException("sending", e));
            };
        }
    }

    /** Is interrupted for its peer, and says so in its own words. */
    private void waits(WebSocket socket) {
        try {
            new CompletableFuture<Void>().get();
        } catch (Exception e) {
            seen.add("interrupted");
            throw new IllegalStateException("waiting failed", new CompletionException(e));
        }
    }

    /** Fails by itself, after the peer has left. */
    private void breaks(WebSocket socket) throws IOException {
        while (!(socket.receive() instanceof Closed)) {
            seen.add("passed over");
        }
        throw new IllegalStateException("a fault of the application's");
    }

    private VersionedSocket open(String path) throws IOException {
        return VersionedSocket.open(version, port(), path);
    }

    private Object next() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(60, TimeUnit.SECONDS), "nothing was seen");
    }

    // Pongs.

    @Test
    void pongsAreReceivedByWhoAsksForThem() throws Exception {
        try (VersionedSocket socket = open("/pongs")) {
            RawWebSocket.Frame ping = socket.read();
            assertThat(ping.head()).isEqualTo(PING);
            socket.send(PONG, ping.payload()).send("between");
            socket.send(PONG, "unasked".getBytes(StandardCharsets.UTF_8));
            assertThat(next()).isEqualTo("pong asked");
            assertThat(next()).isEqualTo(new Text("between"));
            assertThat(next()).isEqualTo("pong unasked");
        }
    }

    @Test
    void pongsAreNotReceivedByOthers() throws Exception {
        try (VersionedSocket socket = open("/plain")) {
            socket.send(PONG, "unasked".getBytes(StandardCharsets.UTF_8)).send("text");
            assertThat(next()).isEqualTo(new Text("text"));
        }
    }

    @Test
    void answersToTheServersOwnPingsAreNotReceived() throws Exception {
        try (VersionedSocket socket = open("/pinged")) {
            RawWebSocket.Frame ping = socket.read();
            assertThat(ping.head()).isEqualTo(PING);
            socket.send(PONG, ping.payload()).send("text");
            assertThat(next()).isEqualTo(new Text("text"));
        }
    }

    @Test
    void aHandlerMaySendPongs() throws Exception {
        try (VersionedSocket socket = open("/alive")) {
            for (String payload : new String[] {"one", "two", "three"}) {
                RawWebSocket.Frame pong = socket.read();
                assertThat(pong.head()).isEqualTo(PONG);
                assertThat(pong.text()).isEqualTo(payload);
            }
        }
    }

    // The end.

    @Test
    void aHandlerThatWaitsForSomethingElseIsToldTheEndAtOnce() throws Exception {
        try (VersionedSocket socket = open("/told")) {
            socket.sendClose(4001, "bye");
            assertThat(next()).isEqualTo(new Closed(4001, "bye", true));
            assertThat(next()).isEqualTo("not open");
            assertThat(socket.readClose()).isEqualTo(4001);
        }
        try (VersionedSocket socket = open("/told")) {
            socket.send(CLOSE, new byte[0]);
            assertThat(next()).isEqualTo(new Closed(CloseCode.NONE, "", true));
            assertThat(next()).isEqualTo("not open");
        }
        try (VersionedSocket socket = open("/told")) {
            socket.lose();
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
            assertThat(next()).isEqualTo("not open");
        }
    }

    @Test
    void whoAsksAfterTheEndIsToldAsWellAndAnActionThatFailsHoldsUpNoOther() throws Exception {
        try (VersionedSocket socket = open("/late")) {
            socket.sendClose(4001, "bye");
            assertThat(next()).isEqualTo(new Closed(4001, "bye", true));
        }
    }

    /** Its end may be there before the socket is. */
    @Test
    void aPeerThatLeavesRightBehindItsHandshakeHasLeft() throws Exception {
        for (int i = 0; i < LEAVERS; i++) {
            try (RawClient client = RawClient.connect(port())) {
                client.send(RawWebSocket.handshake("/told") + "\r\n").halfClose();
                assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
                assertThat(next()).isEqualTo("not open");
            }
        }
    }

    // The log.

    @ParameterizedTest
    @ValueSource(strings = {"unchecked", "future", "publisher", "deep"})
    void aPeerThatLeavesIsNoErrorHoweverItIsWrapped(String how) throws Exception {
        try (LoggedErrors errors = LoggedErrors.begin()) {
            try (VersionedSocket socket = open("/wraps/" + how)) {
                assertThat(socket.read().text()).isEqualTo("more");
                socket.sendClose(1000, "");
                assertThat(next()).isEqualTo("left");
            }
            try (VersionedSocket socket = open("/wraps/" + how)) {
                assertThat(socket.read().text()).isEqualTo("more");
                socket.lose();
                assertThat(next()).isEqualTo("left");
            }
            settle(errors);
            assertThat(errors.lines()).noneMatch(line -> line.contains("/wraps"));
        }
    }

    @Test
    void aHandlerThatIsInterruptedForItsPeerIsNoError() throws Exception {
        try (LoggedErrors errors = LoggedErrors.begin()) {
            try (VersionedSocket socket = open("/waits")) {
                socket.sendClose(1000, "");
                assertThat(next()).isEqualTo("interrupted");
            }
            settle(errors);
            assertThat(errors.lines()).noneMatch(line -> line.contains("/waits"));
        }
    }

    /** Waits for a fault that is logged after what was seen before. */
    private void settle(LoggedErrors errors) throws Exception {
        try (VersionedSocket socket = open("/breaks/soon")) {
            socket.sendClose(1000, "");
            errors.await("WebSocket", "/breaks/{how}", "failed");
        }
    }
}
