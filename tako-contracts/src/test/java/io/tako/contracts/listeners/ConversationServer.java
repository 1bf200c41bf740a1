package io.tako.contracts.listeners;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.servers.RunningListener;
import io.tako.contracts.servers.RunningServer;
import io.tako.contracts.servers.RunningTcp;
import io.tako.http.Body;
import io.tako.http.ClientGoneException;
import io.tako.http.Response;
import io.tako.respond.Sse;
import io.tako.respond.SseEmitter;
import io.tako.routing.RouterBuilder;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.Framing;
import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpFrames;
import io.tako.transport.TakoServer;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.TlsConfig;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.Message.Text;
import io.tako.websocket.WebSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Whom a {@link Conversation} is with. In any protocol its handlers do three things: they send back
 * what they are sent, they send pieces without an end, and they wait.
 */
final class ConversationServer implements AutoCloseable {

    /** The size of a piece in bytes; it fits into a frame of HTTP/2. */
    static final int PIECE = 16 * 1024;

    /** Asks for pieces, where the protocol has no paths. */
    static final String ENDLESS = "endless";

    /** Has the handler wait, where the protocol has no paths. */
    static final String WAIT = "wait";

    static final String AT_LAST = "at last";
    static final String WAITING = "waiting";

    /** What is seen of a peer that has left. */
    static final String LEFT = "left";

    /** Frames of raw TCP, whose prefix has four bytes. */
    static final Framing FRAMING = Framing.lengthPrefixed(2 * PIECE, 4);

    /** As many pieces as no peer and no kernel takes in without being read. */
    private static final long MANY = (64 << 20) / PIECE;

    private static final DrainConfig BRISK =
            DrainConfig.defaults().withQuiet(Duration.ofMillis(50));

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch leave = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final String listener;
    private final TakoServer server;
    private final AutoCloseable running;
    private volatile @Nullable Thread writer;

    private ConversationServer(
            RuntimeKind kind,
            IoPreference io,
            SocketAddress address,
            @Nullable TlsConfig tls,
            boolean raw) {
        if (raw) {
            RunningTcp tcp =
                    RunningTcp.start(
                            kind,
                            io,
                            1,
                            config -> config.withAddress(address).withTls(tls),
                            BRISK,
                            this::talk);
            listener = RunningListener.NAME;
            server = tcp.server();
            running = tcp;
        } else {
            RunningServer http =
                    RunningServer.start(
                            kind,
                            io,
                            1,
                            config ->
                                    config.withAddress(address)
                                            .withTls(tls)
                                            .withHttp2(Http2Config.on()),
                            BRISK,
                            this::routes);
            listener = ListenerConfig.PRIMARY;
            server = http.server();
            running = http;
        }
    }

    /** Serves raw TCP, or HTTP in all its versions, encrypted unless there is no TLS. */
    static ConversationServer start(
            RuntimeKind kind,
            IoPreference io,
            SocketAddress address,
            @Nullable TlsConfig tls,
            boolean raw) {
        return new ConversationServer(kind, io, address, tls, raw);
    }

    private void routes(RouterBuilder routes) {
        routes.post("/echo", handle(bytes(), body -> body))
                .get(
                        "/endless",
                        request ->
                                Response.ok()
                                        .body(
                                                new Body.Streaming(
                                                        out -> endless(out::write), 1L << 40)))
                .get("/wait", handle(this::waitForLeave))
                .post("/events", handle(bytes(), body -> Sse.of(Flux.just(text(body)))))
                .sse("/events/endless", handle(() -> Sse.emit(this::endlessEvents)))
                .sse("/events/wait", handle(() -> Sse.emit(this::waitAmidEvents)))
                .ws("/socket", this::talk);
    }

    private String waitForLeave() throws InterruptedException {
        waitFor(leave);
        return AT_LAST;
    }

    private void waitFor(CountDownLatch latch) throws InterruptedException {
        events.add(WAITING);
        try {
            latch.await();
        } catch (InterruptedException e) {
            events.add(LEFT);
            throw e;
        }
    }

    private void endlessEvents(SseEmitter emitter) throws IOException {
        endless(piece -> emitter.send(text(piece)));
    }

    private void waitAmidEvents(SseEmitter emitter) throws Exception {
        emitter.send("before");
        waitFor(never);
    }

    private void talk(WebSocket socket) throws IOException {
        Message message = socket.receive();
        for (; !(message instanceof Closed); message = socket.receive()) {
            if (message instanceof Text text) {
                obey(text.text(), socket::send);
            } else {
                socket.send(message);
            }
        }
        events.add(((Closed) message).code() == CloseCode.ABNORMAL ? LEFT : "told");
    }

    private void talk(TcpConnection connection) throws IOException {
        TcpFrames frames = connection.frames(FRAMING);
        for (byte[] frame = read(frames); frame != null; frame = read(frames)) {
            String said = frame.length > WAIT.length() * 2 ? "" : text(frame);
            if (said.equals(ENDLESS) || said.equals(WAIT)) {
                obey(said, frames::write);
            } else {
                frames.write(frame);
            }
        }
        if (connection.draining()) {
            frames.writeText(AT_LAST);
        } else {
            events.add(LEFT);
        }
    }

    /**
     * On some back ends a Unix socket whose peer has closed it has no end of input, but is lost.
     */
    private static byte @Nullable [] read(TcpFrames frames) throws IOException {
        try {
            return frames.read();
        } catch (ClientGoneException e) {
            return null;
        }
    }

    private void obey(String said, Sink sink) throws IOException {
        if (said.equals(ENDLESS)) {
            endless(sink);
        }
        events.add(WAITING);
    }

    /** Takes a piece, sooner or later. */
    @FunctionalInterface
    private interface Sink {
        void take(byte[] piece) throws IOException;
    }

    private void endless(Sink sink) throws IOException {
        writer = Thread.currentThread();
        try {
            while (true) {
                sink.take(piece(written.get()));
                written.incrementAndGet();
            }
        } catch (IOException e) {
            events.add(LEFT);
            throw e;
        }
    }

    /** The piece of a number, counted from 0. */
    static byte[] piece(long number) {
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, (byte) '.');
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, piece, 0, digits.length);
        return piece;
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    /** Where it listens. */
    SocketAddress address() {
        return server.localAddress(listener);
    }

    /** How many connections there have been. */
    long accepted() {
        return server.counts(listener).accepted();
    }

    TakoServer server() {
        return server;
    }

    /** Lets the handler of a request that waits go on. */
    void giveLeave() {
        leave.countDown();
    }

    /** What a handler saw next. */
    String event() throws InterruptedException {
        String event = events.poll(30, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }

    /** Waits until the handler that sends pieces waits, and returns how many it has sent. */
    long piecesUntilStalled() throws InterruptedException {
        long last = -1;
        for (int same = 0; same < 20; ) {
            TimeUnit.MILLISECONDS.sleep(1);
            Thread thread = writer;
            long now = written.get();
            assertThat(now).as("pieces nobody reads").isLessThan(MANY);
            boolean waits = thread != null && thread.getState() == Thread.State.WAITING;
            same = waits && now == last ? same + 1 : 0;
            last = now;
        }
        return last;
    }

    @Override
    public void close() throws Exception {
        leave.countDown();
        running.close();
    }
}
