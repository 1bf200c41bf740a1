package io.tako.contracts.websocket;

import static io.tako.contracts.peers.RawWebSocket.BINARY;
import static io.tako.contracts.peers.RawWebSocket.CLOSE;
import static io.tako.contracts.peers.RawWebSocket.MORE;
import static io.tako.contracts.peers.RawWebSocket.PING;
import static io.tako.contracts.peers.RawWebSocket.PONG;
import static io.tako.contracts.peers.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.handler.Middleware;
import io.tako.http.ClientGoneException;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.Core;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.Message.Text;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What a WebSocket does on every runtime and every I/O back end. */
@EveryBackEnd
@OneInstance
final class WebSocketContract extends ServerContract {

    private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    WebSocketContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void start() {
        run(RunningServer.start(kind, io, 1, routes()));
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
        WebSocketOptions options = WebSocketOptions.defaults();
        return routes ->
                routes.ws("/echo", WebSocketContract::echo)
                        .ws("/record", this::record)
                        .ws("/boom", this::boom)
                        .ws("/return", socket -> socket.send("bye"))
                        .ws("/closer/{code}", this::closer)
                        .ws("/flux", this::flux)
                        .ws("/flux-slow", this::fluxOneByOne)
                        .ws("/threads", this::threads)
                        .ws("/where", this::where)
                        .ws("/many-senders", this::manySenders)
                        .ws("/after-close", this::sendAfterClose)
                        .ws("/waits", this::waitsElsewhere, options.withCloseTimeout(SOON))
                        .ws("/ping", socket -> pingAndWait(socket))
                        .ws("/chat", this::chat, options.withSubprotocols("v2.chat", "v1.chat"))
                        .ws("/limited", WebSocketContract::echo, options.withLimits(500, 1000))
                        .nest(
                                "/guarded",
                                guarded -> guarded.use(guard()).ws("/", WebSocketContract::echo))
                        .get("/plain", request -> Response.text("plain"));
    }

    private static final java.time.Duration SOON = java.time.Duration.ofMillis(200);

    private static void echo(WebSocket socket) throws IOException {
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            socket.send(m);
        }
    }

    private void record(WebSocket socket) throws IOException {
        Message message;
        do {
            message = socket.receive();
            seen.add(message);
        } while (!(message instanceof Closed));
    }

    private void boom(WebSocket socket) throws IOException {
        socket.receive();
        throw new IllegalStateException("secret");
    }

    private void closer(WebSocket socket) throws IOException {
        socket.send("last");
        int code = Integer.parseInt(Objects.requireNonNull(socket.request().pathVariable("code")));
        socket.close(code, "enough");
        seen.add(socket.open());
        seen.add(socket.receive());
    }

    private void flux(WebSocket socket) throws IOException {
        Scheduler scheduler = Schedulers.fromExecutor(Thread.ofVirtual()::start);
        socket.flux().publishOn(scheduler).doOnNext(m -> sendQuietly(socket, m)).blockLast();
        seen.add(Objects.requireNonNull(socket.closed()));
    }

    private void fluxOneByOne(WebSocket socket) {
        Iterable<Message> all = socket.flux().limitRate(1).toIterable(1);
        for (Message message : all) {
            sendQuietly(socket, message);
        }
        seen.add("completed");
    }

    private static void sendQuietly(WebSocket socket, Message message) {
        try {
            socket.send(message);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void threads(WebSocket socket) throws IOException {
        socket.send(Thread.currentThread().isVirtual() ? "virtual" : "loop");
        Core first = Core.current();
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            boolean same = first != null && first == Core.current();
            socket.send(same ? "same core" : "elsewhere");
        }
    }

    private void where(WebSocket socket) throws IOException {
        socket.send(socket.request().path() + "?" + socket.request().query());
        socket.receive();
    }

    private void manySenders(WebSocket socket) throws Exception {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int sender = i;
            senders.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int n = 0; n < 50; n++) {
                                            sendQuietly(socket, new Text(sender + " " + n));
                                        }
                                    }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        socket.send("all sent");
        socket.receive();
    }

    private void sendAfterClose(WebSocket socket) throws IOException {
        Message message = socket.receive();
        seen.add(message);
        seen.add(socket.receive());
        try {
            socket.send("too late");
        } catch (ClientGoneException e) {
            seen.add("refused");
        }
        seen.add(socket.trySend(new Text("too late")));
    }

    private void waitsElsewhere(WebSocket socket) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            seen.add("interrupted");
            seen.add(Objects.requireNonNull(socket.closed()));
            throw e;
        }
    }

    private static void pingAndWait(WebSocket socket) throws IOException {
        socket.sendPing("hi".getBytes(StandardCharsets.UTF_8));
        echo(socket);
    }

    private void chat(WebSocket socket) throws IOException {
        socket.send(String.valueOf(socket.subprotocol()));
        socket.receive();
    }

    private static Middleware guard() {
        return (request, next) ->
                request.header("X-Pass") == null
                        ? Response.of(HttpStatus.UNAUTHORIZED)
                        : next.run(request).header("X-Guard", "passed");
    }

    private RawWebSocket open(String path, String... fields) throws IOException {
        return RawWebSocket.open(port(), path, fields);
    }

    private Object next() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(30, TimeUnit.SECONDS), "nothing was seen");
    }

    // Messages.

    @Test
    void textAndBinaryComeBackAsTheyWere() throws Exception {
        try (RawWebSocket socket = open("/echo")) {
            socket.send("Grüße, 世界, 😀, \uFFFD");
            assertThat(socket.readText()).isEqualTo("Grüße, 世界, 😀, \uFFFD");
            socket.send("");
            assertThat(socket.readText()).isEmpty();
            byte[] bytes = {0, 1, -1, 127};
            socket.send(BINARY, bytes);
            RawWebSocket.Frame back = socket.read();
            assertThat(back.head()).isEqualTo(BINARY);
            assertThat(back.payload()).isEqualTo(bytes);
        }
    }

    @Test
    void everyKindOfLengthComesBack() throws Exception {
        try (RawWebSocket socket = open("/echo")) {
            for (int length : new int[] {125, 126, 127, 65_535, 65_536, 200_000}) {
                socket.send("x".repeat(length));
                assertThat(socket.readText()).hasSize(length);
            }
        }
    }

    @Test
    void aBurstIsAnsweredInOrder() throws Exception {
        try (RawWebSocket socket = open("/echo")) {
            var burst = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < 1000; i++) {
                burst.write(socket.frame(TEXT, ("m" + i).getBytes(StandardCharsets.UTF_8)));
            }
            socket.sendBytes(burst.toByteArray());
            for (int i = 0; i < 1000; i++) {
                assertThat(socket.readText()).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void framesMayComeByteByByte() throws Exception {
        try (RawWebSocket socket = open("/echo")) {
            for (byte b : socket.frame(TEXT, "byte by byte".getBytes(StandardCharsets.UTF_8))) {
                socket.sendBytes(new byte[] {b});
            }
            assertThat(socket.readText()).isEqualTo("byte by byte");
        }
    }

    @Test
    void fragmentsAreJoinedAndControlFramesMayComeBetween() throws Exception {
        byte[] text = "Grüße 😀 alle".getBytes(StandardCharsets.UTF_8);
        try (RawWebSocket socket = open("/echo")) {
            for (int i = 0; i < text.length; i++) {
                int opcode = i == 0 ? 0x81 : 0x80;
                int head = i == text.length - 1 ? opcode : opcode + MORE;
                socket.send(head, new byte[] {text[i]});
                socket.send(PING, new byte[] {(byte) i});
                RawWebSocket.Frame pong = socket.read();
                if (i == text.length - 1 && pong.head() == TEXT) {
                    assertThat(pong.payload()).isEqualTo(text);
                    pong = socket.read();
                    assertThat(pong.head()).isEqualTo(PONG);
                    return;
                }
                assertThat(pong.head()).isEqualTo(PONG);
                assertThat(pong.payload()).containsExactly(i);
            }
            assertThat(socket.read().payload()).isEqualTo(text);
        }
    }

    @Test
    void emptyFragmentsAreFragments() throws Exception {
        try (RawWebSocket socket = open("/echo")) {
            socket.send(BINARY + MORE, new byte[0]);
            socket.send(0x80 + MORE, new byte[0]);
            socket.send(0x80 + MORE, new byte[] {1});
            socket.send(0x80, new byte[0]);
            assertThat(socket.read().payload()).containsExactly(1);
        }
    }

    @Test
    void pingsAreAnsweredWithTheirPayloadAndPongsNotAtAll() throws Exception {
        try (RawWebSocket socket = open("/echo")) {
            byte[] payload = new byte[125];
            payload[124] = 9;
            socket.send(PONG, payload).send(PING, payload);
            RawWebSocket.Frame pong = socket.read();
            assertThat(pong.head()).isEqualTo(PONG);
            assertThat(pong.payload()).isEqualTo(payload);
        }
    }

    @Test
    void aHandlerMaySendPings() throws Exception {
        try (RawWebSocket socket = open("/ping")) {
            RawWebSocket.Frame ping = socket.read();
            assertThat(ping.head()).isEqualTo(PING);
            assertThat(ping.text()).isEqualTo("hi");
        }
    }

    @Test
    void messagesOfManySendersAreWholeAndEachSendersInOrder() throws Exception {
        try (RawWebSocket socket = open("/many-senders")) {
            int[] next = new int[8];
            for (String text = socket.readText();
                    !text.equals("all sent");
                    text = socket.readText()) {
                String[] parts = text.split(" ");
                int sender = Integer.parseInt(parts[0]);
                assertThat(Integer.parseInt(parts[1])).isEqualTo(next[sender]++);
            }
            assertThat(next).containsOnly(50);
        }
    }

    @Test
    void theFluxPassesMessagesAndCompletes() throws Exception {
        for (String path : List.of("/flux", "/flux-slow")) {
            try (RawWebSocket socket = open(path)) {
                for (int i = 0; i < 100; i++) {
                    socket.send("m" + i);
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(socket.readText()).isEqualTo("m" + i);
                }
                socket.sendClose(1000, "");
                assertThat(socket.readClose()).isEqualTo(1000);
            }
            assertThat(next())
                    .isEqualTo(path.equals("/flux") ? new Closed(1000, "", true) : "completed");
        }
    }

    @Test
    void handlersRunOnVirtualThreadsThatPerCoreKeepsOnTheirCore() throws Exception {
        try (RawWebSocket socket = open("/threads")) {
            assertThat(socket.readText()).isEqualTo("virtual");
            for (int i = 0; i < 10; i++) {
                socket.send("x");
                if (kind == RuntimeKind.PER_CORE) {
                    assertThat(socket.readText()).isEqualTo("same core");
                } else {
                    // The contract of execution says when.
                    assertThat(socket.readText()).isIn("same core", "elsewhere");
                }
            }
        }
    }

    @Test
    void theHandlerSeesTheRequest() throws Exception {
        try (RawWebSocket socket = open("/where?a=b")) {
            assertThat(socket.readText()).isEqualTo("/where?a=b");
        }
    }

    // The end.

    @Test
    void thePeersCloseIsAnsweredAndSeenBehindItsMessages() throws Exception {
        try (RawWebSocket socket = open("/record")) {
            socket.send("one").sendClose(4321, "done here");
            assertThat(socket.readClose()).isEqualTo(4321);
            assertThat(socket.closed()).isTrue();
        }
        assertThat(next()).isEqualTo(new Text("one"));
        assertThat(next()).isEqualTo(new Closed(4321, "done here", true));
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() throws Exception {
        try (RawWebSocket socket = open("/record")) {
            socket.send(CLOSE, new byte[0]);
            assertThat(socket.read().payload()).isEmpty();
            assertThat(socket.closed()).isTrue();
        }
        assertThat(next()).isEqualTo(new Closed(CloseCode.NONE, "", true));
    }

    @Test
    void aLostConnectionIsSeenAs1006() throws Exception {
        try (RawWebSocket socket = open("/record")) {
            socket.send("one");
            assertThat(next()).isEqualTo(new Text("one"));
        }
        assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
        RawWebSocket reset = open("/record");
        reset.client().reset();
        assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
    }

    @Test
    void aHandlerThatReturnsClosesNormally() throws Exception {
        try (RawWebSocket socket = open("/return")) {
            assertThat(socket.readText()).isEqualTo("bye");
            assertThat(socket.readClose()).isEqualTo(1000);
            socket.sendClose(1000, "");
            assertThat(socket.closed()).isTrue();
        }
    }

    @Test
    void aHandlerThatThrowsClosesWith1011AndTellsNothing() throws Exception {
        try (RawWebSocket socket = open("/boom")) {
            socket.send("now");
            RawWebSocket.Frame close = socket.read();
            assertThat(close.closeCode()).isEqualTo(1011);
            assertThat(close.closeReason()).isEmpty();
        }
    }

    @Test
    void aHandlerClosesWithACodeOfItsOwnAndSeesTheAnswer() throws Exception {
        try (RawWebSocket socket = open("/closer/4000")) {
            assertThat(socket.readText()).isEqualTo("last");
            RawWebSocket.Frame close = socket.read();
            assertThat(close.closeCode()).isEqualTo(4000);
            assertThat(close.closeReason()).isEqualTo("enough");
            socket.send("dropped").sendClose(4000, "");
            assertThat(socket.closed()).isTrue();
        }
        assertThat(next()).isEqualTo(false);
        assertThat(next()).isEqualTo(new Closed(4000, "", true));
    }

    @Test
    void aCloseCodeThatMayNotBeSentIsRefused() throws Exception {
        try (RawWebSocket socket = open("/closer/1005")) {
            assertThat(socket.readText()).isEqualTo("last");
            assertThat(socket.readClose()).isEqualTo(1011);
        }
    }

    @Test
    void sendingAfterTheEndIsRefused() throws Exception {
        try (RawWebSocket socket = open("/after-close")) {
            socket.send("one").sendClose(1000, "");
            assertThat(socket.readClose()).isEqualTo(1000);
        }
        assertThat(next()).isEqualTo(new Text("one"));
        assertThat(next()).isEqualTo(new Closed(1000, "", true));
        assertThat(next()).isEqualTo("refused");
        assertThat(next()).isEqualTo(false);
    }

    @Test
    void aHandlerThatOutlivesItsSocketIsInterruptedInTheEnd() throws Exception {
        try (RawWebSocket socket = open("/waits")) {
            socket.sendClose(1000, "");
            assertThat(socket.readClose()).isEqualTo(1000);
        }
        assertThat(next()).isEqualTo("interrupted");
        assertThat(next()).isEqualTo(new Closed(1000, "", true));
    }

    @Test
    void whatComesAfterTheCloseIsPassedOver() throws Exception {
        try (RawWebSocket socket = open("/record")) {
            var all = new java.io.ByteArrayOutputStream();
            all.writeBytes(socket.frame(CLOSE, RawWebSocket.closePayload(1000, "")));
            all.writeBytes(socket.frame(TEXT, new byte[] {'l'}));
            all.writeBytes(socket.frame(PING, new byte[1]));
            socket.sendBytes(all.toByteArray());
            assertThat(socket.readClose()).isEqualTo(1000);
            assertThat(socket.closed()).isTrue();
        }
        assertThat(next()).isEqualTo(new Closed(1000, "", true));
    }

    // Sizes.

    @Test
    void aMessageOfTheLargestSizePassesAndOneByteMoreIs1009() throws Exception {
        try (RawWebSocket socket = open("/limited")) {
            socket.send(TEXT + MORE, new byte[500]).send(0x80, new byte[500]);
            assertThat(socket.readText()).hasSize(1000);
            socket.send(TEXT + MORE, new byte[500]).send(0x80 + MORE, new byte[500]);
            socket.send(0x80, new byte[1]);
            assertThat(socket.readClose()).isEqualTo(1009);
            assertThat(socket.closed()).isTrue();
        }
        try (RawWebSocket socket = open("/limited")) {
            socket.send(BINARY, new byte[501]);
            assertThat(socket.readClose()).isEqualTo(1009);
            assertThat(socket.closed()).isTrue();
        }
    }

    // The handshake.

    @Test
    void theFirstSubprotocolOfTheClientThatIsSpokenIsChosen() throws Exception {
        String offer = "Sec-WebSocket-Protocol: v9.chat, v1.chat\r\n";
        try (RawWebSocket socket = open("/chat", offer, "Sec-WebSocket-Protocol: v2.chat\r\n")) {
            assertThat(socket.opening().field("sec-websocket-protocol")).isEqualTo("v1.chat");
            assertThat(socket.readText()).isEqualTo("v1.chat");
        }
        try (RawWebSocket socket = open("/chat", "Sec-WebSocket-Protocol: other\r\n")) {
            assertThat(socket.opening().fields()).doesNotContainKey("sec-websocket-protocol");
            assertThat(socket.readText()).isEqualTo("null");
        }
    }

    @Test
    void middlewareGuardsTheHandshake() throws Exception {
        try (RawClient client = RawClient.connect(port())) {
            client.send(RawWebSocket.handshake("/guarded") + "\r\n");
            assertThat(client.reply().status()).isEqualTo(401);
            client.send("GET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("plain");
        }
        try (RawWebSocket socket = open("/guarded", "X-Pass: yes\r\n")) {
            assertThat(socket.opening().field("x-guard")).isEqualTo("passed");
            socket.send("in");
            assertThat(socket.readText()).isEqualTo("in");
        }
    }

    @Test
    void aPlainGetIsToldToUpgradeAndTheConnectionGoesOn() throws Exception {
        try (RawClient client = RawClient.connect(port())) {
            client.send("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(426);
            assertThat(reply.field("upgrade")).isEqualTo("websocket");
            assertThat(reply.field("connection")).isEqualTo("upgrade");
            RawWebSocket.open(client, "/echo").send("same connection").readText();
        }
    }

    @Test
    void framesSentWithTheHandshakeAreNotLost() throws Exception {
        try (RawWebSocket other = open("/echo");
                RawClient client = RawClient.connect(port())) {
            byte[] head =
                    (RawWebSocket.handshake("/echo") + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1);
            byte[] frame = other.frame(TEXT, "early".getBytes(StandardCharsets.UTF_8));
            byte[] both = java.util.Arrays.copyOf(head, head.length + frame.length);
            System.arraycopy(frame, 0, both, head.length, frame.length);
            client.out().write(both);
            client.out().flush();
            assertThat(client.reply().status()).isEqualTo(101);
            assertThat(client.in().readNBytes(7))
                    .endsWith("early".getBytes(StandardCharsets.UTF_8));
        }
    }

    // A client of the JDK.

    @Test
    void theJdksClientTalksAndCloses() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            JdkListener listener = new JdkListener();
            java.net.http.WebSocket socket =
                    http.newWebSocketBuilder()
                            .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/echo"), listener)
                            .get(30, TimeUnit.SECONDS);
            String large = "ä".repeat(50_000);
            socket.sendText("a", false).get(30, TimeUnit.SECONDS);
            socket.sendText("b", true).get(30, TimeUnit.SECONDS);
            assertThat(listener.texts.poll(30, TimeUnit.SECONDS)).isEqualTo("ab");
            socket.sendText(large, true).get(30, TimeUnit.SECONDS);
            assertThat(listener.texts.poll(30, TimeUnit.SECONDS)).isEqualTo(large);
            socket.sendClose(1000, "bye").get(30, TimeUnit.SECONDS);
            assertThat(listener.closed.get(30, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }

    private static final class JdkListener implements java.net.http.WebSocket.Listener {

        private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                java.net.http.WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                texts.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(
                java.net.http.WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(java.net.http.WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    // Drain.

    @Test
    void aDrainSaysGoingAwayAndTheHandlerSeesIt() throws Exception {
        try (RunningServer other = RunningServer.start(kind, io, 1, routes());
                RawWebSocket socket = RawWebSocket.open(other.port(), "/record")) {
            socket.send("one");
            assertThat(next()).isEqualTo(new Text("one"));
            var drained = other.server().drain(java.time.Duration.ofSeconds(30));
            RawWebSocket.Frame close = socket.read();
            assertThat(close.closeCode()).isEqualTo(1001);
            assertThat(((Closed) next()).code()).isEqualTo(1001);
            socket.sendClose(1001, "");
            assertThat(socket.closed()).isTrue();
            assertThat(drained.get(30, TimeUnit.SECONDS).cut()).isZero();
        }
    }
}
