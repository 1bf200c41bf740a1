package io.tako.contracts.http2;

import static io.tako.contracts.peers.Http2Bytes.CONTINUATION;
import static io.tako.contracts.peers.Http2Bytes.END_HEADERS;
import static io.tako.contracts.peers.Http2Bytes.END_STREAM;
import static io.tako.contracts.peers.Http2Bytes.HEADERS;
import static io.tako.contracts.peers.Http2Bytes.RST_STREAM;
import static io.tako.contracts.peers.Http2Bytes.block;
import static io.tako.contracts.peers.Http2Bytes.frames;
import static io.tako.contracts.peers.Http2Bytes.request;
import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Memory;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpTimeouts;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a hostile HTTP/2 client gets: its connection ends, the memory it could claim is bounded, and
 * a client beside it, on the same loop, keeps being answered.
 */
@EveryBackEnd
@OneInstance
final class Http2AttackContract extends ServerContract {

    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int PROTOCOL_ERROR = 1;
    private static final int CANCEL = 8;
    private static final int NO_GOAWAY = -1;

    /** Each attack is made this often, one connection after the other, so that leaks add up. */
    private static final int ROUNDS = 3;

    /** An attack stops here when the server has not stopped it. */
    private static final int STEPS = 20_000;

    Http2AttackContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void start() {
        Duration second = Duration.ofSeconds(1);
        Duration minute = Duration.ofMinutes(1);
        HttpTimeouts timeouts = new HttpTimeouts(minute, minute, minute, second);
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        listener -> listener.withTimeouts(timeouts).withHttp2(Http2Config.on()),
                        routes()));
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    private static Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "Hello, World!"))
                        .post("/", handle(bytes(), body -> "read"))
                        .get("/hold", handle(Http2AttackContract::hold))
                        .get("/big", request -> big());
    }

    private static String hold() throws InterruptedException {
        new CountDownLatch(1).await();
        return "never";
    }

    /** A gibibyte, made as it is taken. */
    private static Response big() {
        byte[] piece = new byte[64 * 1024];
        return Response.ok()
                .body(
                        new Body.Streaming(
                                out -> {
                                    for (int i = 0; i < 16 * 1024; i++) {
                                        out.write(piece);
                                    }
                                },
                                1L << 30));
    }

    /** CVE-2023-44487: requests that are taken back at once. */
    @Test
    void rapidResetIsCalmedDown() throws Exception {
        flood(i -> frames().get(stream(i), "/hold").reset(stream(i), CANCEL));
    }

    /** CVE-2025-8671: requests that the server itself has to break off. */
    @Test
    void madeYouResetIsCalmedDown() throws Exception {
        assertEnded(i -> frames().post(stream(i), "/").windowUpdate(stream(i), 0));
    }

    /**
     * More streams are open than may be where resets take a moment; what is wrong on one that was
     * refused, and so reset already, ends the connection just as well.
     */
    private void assertEnded(IntFunction<Http2Bytes> step) throws Exception {
        assertThat(attack(STEPS, false, step).code())
                .isIn(ENHANCE_YOUR_CALM, PROTOCOL_ERROR, NO_GOAWAY);
    }

    /** The same by a window that overflows. */
    @Test
    void madeYouResetByOverflowIsCalmedDown() throws Exception {
        flood(i -> frames().post(stream(i), "/").windowUpdate(stream(i), Integer.MAX_VALUE));
    }

    /** The same by requests that are malformed. */
    @Test
    void madeYouResetByMalformedRequestsIsCalmedDown() throws Exception {
        flood(i -> frames().headers(stream(i), true, request("GET", "/", "connection", "close")));
    }

    /** CVE-2024-27316 and its kin: a field block without an end, in pieces of nothing. */
    @Test
    void emptyContinuationFramesAreCalmedDown() throws Exception {
        flood(
                i ->
                        i == 0
                                ? frames().frame(HEADERS, END_STREAM, 1, block(request("GET", "/")))
                                : frames().frame(CONTINUATION, 0, 1, new byte[0]));
    }

    /** CVE-2019-9515. */
    @Test
    void settingsFloodIsCalmedDown() throws Exception {
        flood(i -> frames().settings(4, 65_535 + i).settings().settings());
    }

    /** CVE-2019-9512. */
    @Test
    void pingFloodIsCalmedDown() throws Exception {
        flood(i -> frames().ping(i).ping(i).ping(i));
    }

    /** CVE-2019-9518: frames that cost to handle and carry nothing. */
    @Test
    void emptyDataFramesAreCalmedDown() throws Exception {
        flood(i -> i == 0 ? frames().post(1, "/") : frames().data(1, false, ""));
    }

    /** A field block of many small fields that never ends: it is dropped while it grows. */
    @Test
    void endlessFieldsAreNotKept() throws Exception {
        String[] fields = new String[2 * 100];
        for (int i = 0; i < fields.length; i += 2) {
            fields[i] = "x-field-" + i;
            fields[i + 1] = "v".repeat(100);
        }
        byte[] more = block(fields);
        Ending ending =
                attack(
                        STEPS,
                        false,
                        i ->
                                i == 0
                                        ? frames().frame(
                                                        HEADERS,
                                                        END_STREAM,
                                                        1,
                                                        block(request("GET", "/")))
                                        : frames().frame(CONTINUATION, 0, 1, more));
        assertThat(ending.code()).isIn(ENHANCE_YOUR_CALM, PROTOCOL_ERROR, NO_GOAWAY);
    }

    /** CVE-2016-6581 (HPACK bomb): a few bytes that stand for a field of 4 KB, again and again. */
    @Test
    void anHpackBombIsNotUnpacked() throws Exception {
        byte[] bomb = hpackBomb();
        Ending ending =
                attack(
                        500,
                        true,
                        i -> frames().frame(HEADERS, END_HEADERS | END_STREAM, stream(i), bomb));
        assertThat(ending.answered()).isZero();
    }

    /** A request, an entry of 4,000 bytes for the dynamic table, and 12,000 references to it. */
    private static byte[] hpackBomb() {
        byte[] request = block(request("GET", "/"));
        byte[] entry = block("a", "b".repeat(4000));
        entry[0] = 0x40;
        byte[] bomb = new byte[request.length + entry.length + 12_000];
        System.arraycopy(request, 0, bomb, 0, request.length);
        System.arraycopy(entry, 0, bomb, request.length, entry.length);
        java.util.Arrays.fill(bomb, request.length + entry.length, bomb.length, (byte) (0x80 | 62));
        return bomb;
    }

    @Test
    void windowUpdatesByTheThousandAreCalmedDown() throws Exception {
        flood(i -> frames().windowUpdate(0, 1).windowUpdate(0, 1).windowUpdate(0, 1));
    }

    @Test
    void prioritiesByTheThousandAreCalmedDown() throws Exception {
        flood(i -> frames().priority(stream(i), 0).priority(stream(i), stream(i + 7)));
    }

    @Test
    void unknownFramesOfAnOpenStreamAreCalmedDown() throws Exception {
        flood(i -> i == 0 ? frames().post(1, "/") : frames().frame(0x7a, 0, 1, new byte[256]));
    }

    @Test
    void unknownFramesOfIdleStreamsClaimNothing() throws Exception {
        Ending ending = attack(STEPS, true, i -> frames().frame(0x7a, 0, 1, new byte[256]));
        assertThat(ending.answered()).isZero();
    }

    /**
     * CVE-2019-9511 (data dribble): windows of one byte, so that every response is kept waiting.
     */
    @Test
    void tinyWindowsOfManyStreamsHoldLittle() throws Exception {
        long before = Memory.used();
        Http2Bytes first = frames().settings(4, 1);
        for (int round = 0; round < ROUNDS; round++) {
            try (Http2Client attacker = Http2Client.connect(port(), first)) {
                for (int i = 0; i < 100; i++) {
                    attacker.send(frames().get(stream(i), "/big"));
                }
                assertOthersAreAnswered(50);
                assertThat(Memory.used() - before).isLessThan(Memory.BOUND);
                // Nobody takes a byte: every stream ends by the write-stall timeout.
                for (int ended = 0; ended < 100; ) {
                    if (Objects.requireNonNull(attacker.read()).type() == RST_STREAM) {
                        ended++;
                    }
                }
            }
        }
        assertThat(Memory.used() - before).isLessThan(Memory.BOUND);
    }

    /** Requests whose responses are never read from the socket. */
    @Test
    void aClientThatNeverReadsHoldsLittle() throws Exception {
        long before = Memory.used();
        for (int round = 0; round < ROUNDS; round++) {
            try (Http2Client attacker = Http2Client.open(port(), 4096)) {
                attacker.send(frames().raw(Http2Bytes.PREFACE).settings(4, Integer.MAX_VALUE));
                attacker.send(frames().windowUpdate(0, Integer.MAX_VALUE - 65_535));
                for (int i = 0; i < 100; i++) {
                    attacker.send(frames().get(stream(i), "/big"));
                }
                assertOthersAreAnswered(50);
                assertThat(Memory.used() - before).isLessThan(Memory.BOUND);
            }
        }
        assertThat(Memory.used() - before).isLessThan(Memory.BOUND);
    }

    private static int stream(int i) {
        return 2 * i + 1;
    }

    /**
     * An attack that the server has to end. Its GOAWAY says why; it may be lost, for a connection
     * that is closed while the peer still sends is reset.
     */
    private void flood(IntFunction<Http2Bytes> step) throws Exception {
        assertThat(attack(STEPS, false, step).code()).isIn(ENHANCE_YOUR_CALM, NO_GOAWAY);
    }

    /**
     * Sends the frames of up to so many steps and reads what comes, until the server ends the
     * connection, while another client on the same loop makes requests; looks at memory before and
     * after.
     *
     * @param finish whether the attacker ends the connection itself when it is through
     */
    private Ending attack(int steps, boolean finish, IntFunction<Http2Bytes> step)
            throws Exception {
        long before = Memory.used();
        Ending ending = new Ending(NO_GOAWAY, 0);
        for (int round = 0; round < ROUNDS; round++) {
            try (Http2Client attacker = Http2Client.connect(port())) {
                Thread sender =
                        Thread.ofPlatform().start(() -> send(attacker, steps, finish, step));
                assertOthersAreAnswered(50);
                ending = ending(attacker);
                sender.join();
                assertThat(Memory.used() - before).isLessThan(Memory.BOUND);
            }
        }
        assertOthersAreAnswered(10);
        return ending;
    }

    private static void send(
            Http2Client attacker, int steps, boolean finish, IntFunction<Http2Bytes> step) {
        try {
            for (int i = 0; i < steps; ) {
                Http2Bytes batch = frames();
                for (int j = 0; j < 16 && i < steps; j++) {
                    batch.raw(latin1(step.apply(i++).bytes()));
                }
                attacker.send(batch);
            }
            if (finish) {
                attacker.halfClose();
            }
        } catch (IOException e) {
            // The server has ended the connection: the attack is over.
            assertThat(step).isNotNull();
        }
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Reads to the end, which may come within a frame. */
    private static Ending ending(Http2Client attacker) throws IOException {
        int code = NO_GOAWAY;
        int answered = 0;
        for (Http2Client.Frame frame = next(attacker); frame != null; frame = next(attacker)) {
            if (frame.type() == Http2Bytes.GOAWAY) {
                code = frame.code();
            } else if (frame.type() == HEADERS
                    && "200".equals(attacker.fields(frame).get(":status"))) {
                answered++;
            }
        }
        return new Ending(code, answered);
    }

    private static Http2Client.@Nullable Frame next(Http2Client attacker) throws IOException {
        try {
            return attacker.read();
        } catch (EOFException within) {
            return null;
        }
    }

    private void assertOthersAreAnswered(int requests) throws IOException {
        try (Http2Client client = Http2Client.connect(port())) {
            for (int i = 0; i < requests; i++) {
                client.send(frames().get(stream(i), "/"));
                assertThat(client.reply(stream(i)).status()).isEqualTo(200);
            }
        }
    }

    /**
     * How the attacker's connection went.
     *
     * @param code of the last GOAWAY
     * @param answered its requests that were answered 200
     */
    private record Ending(int code, int answered) {}
}
