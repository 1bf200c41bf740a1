package io.tako.contracts.http1;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;

/**
 * What HTTP/1.1 makes of peers that are slow or leave: a slow side holds the other one back, and a
 * peer that is gone ends what was done for it.
 */
@EveryBackEnd
@OneInstance
final class Http1PeerContract extends ServerContract {

    private static final int PIECE = 16 * 1024;
    private static final long LARGE = 64L << 20;

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicLong written = new AtomicLong();
    private final Semaphore mayRead = new Semaphore(0);

    Http1PeerContract(RuntimeKind kind, IoPreference io) {
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
        events.clear();
        written.set(0);
        mayRead.drainPermits();
    }

    private RawClient client() throws IOException {
        return RawClient.connect(server().port());
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "quick"))
                        .get("/at-once", nonBlocking(handle(() -> "at once")))
                        .get("/wait", handle(this::waitForLeave))
                        .get(
                                "/written",
                                handle(
                                        () ->
                                                Response.ok()
                                                        .body(
                                                                new Body.Streaming(
                                                                        this::write, LARGE))))
                        .get(
                                "/endless",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::endless)))
                        .get("/memory/{size}", handle(path("size", int.class), byte[]::new))
                        .get(
                                "/streamed",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::twice)))
                        .post("/then-endless", this::thenEndless)
                        .post("/read", this::read)
                        .post("/late", this::readLate);
    }

    private String waitForLeave() throws InterruptedException {
        events.add("waiting");
        try {
            new Semaphore(0).acquire();
            return "never";
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
    }

    private void write(BodyWriter out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long left = LARGE; left > 0; left -= PIECE) {
            out.write(piece);
            written.addAndGet(PIECE);
        }
    }

    private void endless(BodyWriter out) throws Exception {
        try {
            while (true) {
                out.write(new byte[PIECE]);
            }
        } catch (Exception e) {
            events.add(e.getClass().getSimpleName());
            throw e;
        }
    }

    private void twice(BodyWriter out) throws IOException {
        out.write("before, ".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        out.write("after".getBytes(StandardCharsets.US_ASCII));
    }

    private Response thenEndless(Request request) throws InterruptedException {
        events.add("waiting");
        mayRead.acquire();
        return Response.stream(MediaType.TEXT_PLAIN, this::endless);
    }

    private Response read(Request request) throws IOException {
        events.add("reading");
        try (InputStream in = request.content().stream()) {
            return Response.text("read " + count(in));
        } catch (IOException e) {
            events.add(e.getClass().getSimpleName());
            throw e;
        }
    }

    private Response readLate(Request request) throws Exception {
        events.add("waiting");
        mayRead.acquire();
        return Response.text("read " + count(request.content().stream()));
    }

    private static long count(InputStream in) throws IOException {
        byte[] piece = new byte[PIECE];
        long total = 0;
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            total += n;
        }
        return total;
    }

    private void assertEvent(String expected) throws InterruptedException {
        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    // Slow peers and slow handlers.

    @Test
    void aHandlerThatWritesToAPeerThatDoesNotReadIsParked() throws Exception {
        try (RawClient client = RawClient.connectSlow(server().port(), 64 * 1024)) {
            client.send("GET /written HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(Waiting.settled(written::get)).isLessThan(LARGE);
            // Parked, it keeps nobody else from being served.
            try (RawClient other = client()) {
                other.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(other.reply().text()).isEqualTo("quick");
            }
            assertThat(client.reply().body()).hasSize((int) LARGE);
            Waiting.until(written::get, LARGE);
        }
    }

    @Test
    void aHandlerThatDoesNotReadStopsThePeer() throws Exception {
        try (SocketChannel peer = SocketChannel.open(server().server().localAddress("primary"))) {
            String head = "POST /late HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n";
            peer.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
            peer.configureBlocking(false);
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            AtomicLong sent = new AtomicLong();
            long stuck =
                    Waiting.settled(() -> sent.addAndGet(send(peer, piece, LARGE - sent.get())));
            assertThat(stuck).isLessThan(LARGE);
            assertEvent("waiting");
            mayRead.release();
            peer.configureBlocking(true);
            while (sent.get() < LARGE) {
                sent.addAndGet(send(peer, piece, LARGE - sent.get()));
            }
            ByteBuffer reply = ByteBuffer.allocate(4096);
            String expected = "read " + LARGE;
            String text = "";
            while (!text.endsWith(expected)) {
                assertThat(peer.read(reply)).as(text).isPositive();
                text = new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII);
            }
        }
    }

    /** Sends pieces while the peer takes them, and says how many bytes it took. */
    private static long send(SocketChannel peer, ByteBuffer piece, long most) {
        try {
            long sent = 0;
            int taken = 1;
            while (taken > 0 && sent < most) {
                piece.clear().limit((int) Math.min(PIECE, most - sent));
                taken = peer.write(piece);
                sent += taken;
            }
            return sent;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_000, 65_300, 65_536, 70_000, 131_072, 1_000_000, 20_000_000})
    void answersInMemoryArriveWhole(int size) throws Exception {
        try (RawClient client = client()) {
            String get = "GET /memory/" + size + " HTTP/1.1\r\nHost: h\r\n\r\n";
            client.send(get + get);
            assertThat(client.reply().body()).hasSize(size);
            assertThat(client.reply().body()).hasSize(size);
        }
    }

    // Peers that leave.

    @Test
    void aPeerThatEndsSendingStillGetsWhatNeedsNoWaiting() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n".repeat(3));
            client.halfClose();
            for (int i = 0; i < 3; i++) {
                assertThat(client.reply().text()).isEqualTo("at once");
            }
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aPeerThatEndsSendingGetsTheAnswersToAllThatItAskedWhole() throws Exception {
        String post = "POST /late HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
        try (RawClient client = client()) {
            client.send(post.repeat(3) + "GET /streamed HTTP/1.1\r\nHost: h\r\n\r\nGET / HT");
            assertEvent("waiting");
            client.halfClose();
            mayRead.release(3);
            for (int i = 0; i < 3; i++) {
                assertThat(client.reply().text()).isEqualTo("read 5");
            }
            assertThat(client.reply().text()).isEqualTo("before, after");
            assertThat(client.closed()).isTrue();
        }
        Waiting.until(() -> server().server().openConnections(), 0);
    }

    @Test
    void aPeerThatEndsSendingAndLeavesIsFoundByTheFirstWrites() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /then-endless HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
            assertEvent("waiting");
            client.close();
            mayRead.release();
            assertEvent("ClientGoneException");
        }
    }

    @Test
    void aPeerThatEndsSendingAmidABodyFailsItsReader() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhel");
            assertEvent("reading");
            client.halfClose();
            assertEvent("ClientGoneException");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aResetAmidAnUploadFailsItsReader() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /read HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("5\r\nhello\r\n");
            assertEvent("reading");
            client.reset();
            assertEvent("ClientGoneException");
        }
    }

    @Test
    void aResetAmidADownloadEndsItsWriter() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n");
            client.in().readNBytes(100_000);
            client.reset();
            assertEvent("ClientGoneException");
        }
    }

    @Test
    void aResetInterruptsAHandlerThatDoesSomethingElse() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
            assertEvent("waiting");
            client.reset();
            assertEvent("interrupted");
        }
    }
}
