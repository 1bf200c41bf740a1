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
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Memory;
import io.tako.contracts.machine.Waiting;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int NO_GOAWAY = -1;

    /** Each attack is made this often, one connection after the other, so that leaks add up. */
    private static final int ROUNDS = 3;

    /** Between what an attacker sends who has time. */
    private static final Duration PAUSE = Duration.ofMillis(100);

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

    /** More streams than may be open, from a client that knows how many. */
    @Test
    void refusedStreamsAreCalmedDown() throws Exception {
        flood(i -> frames().get(stream(i), "/hold"));
    }

    /** The same from one that does not want to know: what is refused piles up nowhere. */
    @Test
    void refusalsThatAreNeverReadHoldLittle() throws Exception {
        long before = Memory.used();
        for (int round = 0; round < ROUNDS; round++) {
            try (Http2Client attacker = Http2Client.open(port(), 4096)) {
                attacker.send(frames().raw(Http2Bytes.PREFACE).settings());
                Thread sender =
                        Thread.ofPlatform()
                                .start(
                                        () ->
                                                send(
                                                        attacker,
                                                        20 * STEPS,
                                                        false,
                                                        i -> frames().get(stream(i), "/hold")));
                assertOthersAreAnswered(50);
                sender.join();
                assertThat(Memory.used() - before).isLessThan(Memory.BOUND);
                assertThat(ending(attacker).code()).isIn(ENHANCE_YOUR_CALM, NO_GOAWAY);
            }
        }
    }

    /** Streams whose windows stay shut are given up one by one, and not without end. */
    @Test
    void streamsThatAreGivenUpByTheHundredAreCalmedDown() throws Exception {
        try (Http2Client attacker = Http2Client.connect(port(), frames().settings(4, 0))) {
            int asked = 0;
            int code = 0;
            while (code == 0) {
                Http2Bytes more = frames();
                for (int i = 0; i < 100; i++) {
                    more.get(stream(asked++), "/big");
                }
                attacker.send(more);
                for (int ended = 0; ended < 100 && code == 0; ) {
                    Http2Client.Frame frame = Objects.requireNonNull(attacker.read());
                    if (frame.type() == RST_STREAM) {
                        ended++;
                    } else if (frame.type() == Http2Bytes.GOAWAY) {
                        code = frame.code();
                    }
                }
                assertThat(asked).isLessThan(1_000);
            }
            assertThat(code).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    /** A client may open streams before it knows how many; it may make those requests again. */
    @Test
    void streamsBeyondTheLimitOfAClientThatDoesNotKnowItAreRefusedAndNothingElse()
            throws Exception {
        Http2Bytes all = frames().raw(Http2Bytes.PREFACE).settings();
        for (int i = 0; i < 500; i++) {
            all.get(stream(i), "/hold");
        }
        try (Http2Client client = Http2Client.open(port(), 0)) {
            client.send(all);
            for (int refused = 0; refused < 400; ) {
                Http2Client.Frame frame = Objects.requireNonNull(client.read());
                if (frame.type() == RST_STREAM) {
                    assertThat(frame.code()).isEqualTo(REFUSED_STREAM);
                    refused++;
                }
            }
            client.send(frames().reset(1, CANCEL).get(stream(500), "/"));
            assertThat(client.reply(stream(500)).status()).isEqualTo(200);
        }
    }

    /** Of requests whose answers are not read there are as many as fit the socket, and no more. */
    @Test
    void aClientThatReadsNothingIsHeardNoFurther() throws Exception {
        long before = Memory.used();
        AtomicInteger handled = new AtomicInteger();
        try (RunningServer server = wide(handled);
                Http2Client attacker = unreading(server)) {
            int requests = 10 * STEPS;
            Thread sender = Thread.ofPlatform().start(() -> ask(attacker, requests));
            assertThat(Waiting.settled(handled::get)).isLessThan(requests / 10);
            assertThat(Memory.used() - before).isLessThan(Memory.BOUND);
            try (Http2Client other = Http2Client.connect(server.port())) {
                other.send(frames().get(1, "/"));
                assertThat(other.reply(1).status()).isEqualTo(200);
            }
            attacker.close();
            sender.join();
        }
    }

    /** Once a client reads that did not, all that it has sent is answered. */
    @Test
    void aClientThatReadsLateIsAnsweredWhole() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        try (RunningServer server = wide(handled);
                Http2Client late = unreading(server)) {
            int requests = STEPS;
            Thread sender = Thread.ofPlatform().start(() -> ask(late, requests));
            assertThat(Waiting.settled(handled::get)).isLessThan(requests);
            for (int answered = 0; answered < requests; ) {
                Http2Client.Frame frame = Objects.requireNonNull(late.read());
                assertThat(frame.type()).isNotIn(RST_STREAM, Http2Bytes.GOAWAY);
                if (frame.type() == Http2Bytes.DATA && frame.flag(END_STREAM)) {
                    answered++;
                }
            }
            sender.join();
        }
    }

    /** A server that takes streams without end and answers each with 2,000 bytes. */
    private RunningServer wide(AtomicInteger handled) {
        byte[] answer = new byte[2_000];
        Http2Config streams = Http2Config.on().withMaxStreams(1 << 20);
        return RunningServer.start(
                kind,
                io,
                1,
                listener -> listener.withHttp2(streams),
                routes ->
                        routes.get(
                                "/",
                                nonBlocking(
                                        handle(
                                                () -> {
                                                    handled.incrementAndGet();
                                                    return answer;
                                                }))));
    }

    private static Http2Client unreading(RunningServer server) throws IOException {
        return Http2Client.open(server.port(), 4096)
                .send(frames().raw(Http2Bytes.PREFACE).settings(4, Integer.MAX_VALUE))
                .send(frames().windowUpdate(0, Integer.MAX_VALUE - 65_535));
    }

    private static void ask(Http2Client client, int requests) {
        send(client, requests, false, i -> frames().get(stream(i), "/"));
    }

    /** Two WINDOW_UPDATEs for each small part of an answer that is read are a client's right. */
    @Test
    void aLargeAnswerThatIsAcknowledgedInSmallStepsArrives() throws Exception {
        Http2Config strict = Http2Config.on().withMaxControlFrames(200);
        try (RunningServer server =
                        RunningServer.start(
                                kind, io, 1, listener -> listener.withHttp2(strict), routes());
                Http2Client client = Http2Client.connect(server.port())) {
            client.send(frames().get(1, "/big"));
            for (int read = 0; read < 32 << 20; ) {
                Http2Client.Frame frame = Objects.requireNonNull(client.read());
                assertThat(frame.type()).isNotIn(RST_STREAM, Http2Bytes.GOAWAY);
                int size = frame.payload().length;
                if (frame.type() == Http2Bytes.DATA && size > 1) {
                    read += size;
                    int half = size / 2;
                    client.send(
                            frames().windowUpdate(1, half)
                                    .windowUpdate(0, half)
                                    .windowUpdate(1, size - half)
                                    .windowUpdate(0, size - half));
                }
            }
        }
    }

    /** A window that opens and stays unused is no progress: what is taken is. */
    @Test
    void aWindowThatOpensWhereNothingCanBeSentIsNoProgress() throws Exception {
        try (Http2Client attacker = Http2Client.connect(port())) {
            attacker.send(frames().get(1, "/big"));
            Thread opener = persist(attacker, frames().windowUpdate(1, 1));
            Http2Client.Frame frame = attacker.read();
            while (frame != null && frame.type() != RST_STREAM) {
                frame = attacker.read();
            }
            assertThat(Objects.requireNonNull(frame).code()).isEqualTo(CANCEL);
            attacker.close();
            opener.join();
        }
    }

    /** What is written to a peer that takes nothing is no progress of that peer. */
    @Test
    void aClientThatAsksForMoreAndTakesNothingIsCut() throws Exception {
        try (Http2Client attacker = unreading(server())) {
            attacker.send(frames().get(1, "/big"));
            Thread asking = persist(attacker, frames().ping(1));
            Waiting.until(() -> !asking.isAlive());
        }
    }

    /** Sends the frames ten times a second for as long as the connection is open. */
    private static Thread persist(Http2Client attacker, Http2Bytes frames) {
        return Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                while (true) {
                                    attacker.send(frames);
                                    LockSupport.parkNanos(PAUSE.toNanos());
                                }
                            } catch (IOException closed) {
                                assertThat(attacker).isNotNull();
                            }
                        });
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
