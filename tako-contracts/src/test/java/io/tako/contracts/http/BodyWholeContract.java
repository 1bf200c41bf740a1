package io.tako.contracts.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEndAndVersion;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Memory;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Content;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.HttpService;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpTimeouts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/**
 * Whoever is told that it has all of a body has all of it: a slow reader, one that asks for nothing
 * when the peer leaves, one that is answered over. And what was only announced holds no memory.
 */
@EveryBackEndAndVersion
final class BodyWholeContract extends ServerContract {

    private static final Duration BODY_READ = Duration.ofMillis(400);
    private static final int LARGE = 1_000_000;
    private static final int MIB = 1024 * 1024;
    private static final int LOOKS = 8;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final HttpClient.Version version;
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicInteger handling = new AtomicInteger();
    private final CountDownLatch mayRead = new CountDownLatch(1);
    private final List<AutoCloseable> clients = new ArrayList<>();

    BodyWholeContract(RuntimeKind kind, IoPreference io, HttpClient.Version version) {
        super(kind, io);
        this.version = version;
    }

    /** What answers: a route's handler, or the listener's other one as WebFlux is. */
    enum Door {
        ROUTE,
        HANDLER
    }

    private void start(Duration bodyRead) {
        HttpTimeouts timeouts =
                new HttpTimeouts(Duration.ZERO, Duration.ZERO, bodyRead, Duration.ZERO);
        var router =
                RunningServer.router(
                        routes ->
                                routes.post("/route/slow", this::slow)
                                        .post("/route/detached", this::detached)
                                        .post("/route/early", this::early)
                                        .post("/bytes", this::bytes)
                                        .post("/unread", this::readLate));
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        listener -> listener.withTimeouts(timeouts).withHttp2(Http2Config.on()),
                        HttpService.of(router, this::answer)));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        close();
    }

    // The server.

    private Response slow(Request request) {
        return Response.text(String.valueOf(slowly(request.content()).block()));
    }

    /** Counts the bytes of the body, and holds the first piece of it for long. */
    private static Mono<Integer> slowly(Content body) {
        AtomicBoolean first = new AtomicBoolean(true);
        return body.flux()
                .concatMap(
                        piece -> {
                            Mono<Integer> size = Mono.just(piece.readableByteCount());
                            return first.getAndSet(false)
                                    ? size.delayElement(BODY_READ.multipliedBy(4))
                                    : size;
                        },
                        0)
                .reduce(0, Integer::sum)
                .onErrorReturn(-1);
    }

    private Response detached(Request request) throws InterruptedException {
        request.content().flux().subscribe(new Reluctant());
        // The peer's leaving interrupts this.
        new CountDownLatch(1).await();
        return Response.text("never");
    }

    private Response early(Request request) throws InterruptedException {
        Reluctant reader = new Reluctant();
        request.content().flux().subscribe(reader);
        reader.begun.await();
        return Response.text("early");
    }

    private Response bytes(Request request) throws IOException {
        handling.incrementAndGet();
        return Response.text("" + request.content().bytes().length);
    }

    private Response readLate(Request request) throws Exception {
        handling.incrementAndGet();
        mayRead.await();
        return Response.text("" + request.content().stream().readAllBytes().length);
    }

    private void answer(Exchange exchange) {
        switch (exchange.target()) {
            case "/handler/slow" ->
                    slowly(exchange.content())
                            .subscribe(sum -> exchange.respond(Response.text("" + sum)));
            case "/handler/detached" -> exchange.content().flux().subscribe(new Reluctant());
            default ->
                    exchange.content()
                            .flux()
                            .subscribe(
                                    new Reluctant() {
                                        @Override
                                        protected void hookOnNext(DataBuffer piece) {
                                            super.hookOnNext(piece);
                                            exchange.respond(Response.text("early"));
                                        }
                                    });
        }
    }

    /** A subscriber that asks for one piece and then for nothing more. */
    private class Reluctant extends BaseSubscriber<DataBuffer> {
        private final CountDownLatch begun = new CountDownLatch(1);

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(DataBuffer piece) {
            begun.countDown();
            events.add("a piece");
        }

        @Override
        protected void hookOnComplete() {
            events.add("the whole");
        }

        @Override
        protected void hookOnError(Throwable failure) {
            events.add("a failure");
        }
    }

    // The client.

    private <T extends AutoCloseable> T client(T client) {
        clients.add(client);
        return client;
    }

    private static String head(String path, String framing) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n";
    }

    /** Announces a length, and sends less. */
    private AutoCloseable announce(String path, int length, int sent) throws IOException {
        if (version == HttpClient.Version.HTTP_1_1) {
            return client(RawClient.connect(port()))
                    .send(head(path, "Content-Length: " + length) + "x".repeat(sent));
        }
        return client(Http2Client.connect(port()))
                .send(
                        Http2Bytes.frames()
                                .post(1, path, "content-length", "" + length)
                                .data(1, false, "x".repeat(sent)));
    }

    private String event() throws InterruptedException {
        return String.valueOf(events.poll(60, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void aSlowSubscriberGetsAllOfABody(Door door) throws Exception {
        start(BODY_READ);
        String path = "/" + door.name().toLowerCase(Locale.ROOT) + "/slow";
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server().uri(path))
                            .POST(BodyPublishers.ofByteArray(new byte[LARGE]))
                            .build();
            assertThat(client.send(request, BodyHandlers.ofString()).body())
                    .isEqualTo(String.valueOf(LARGE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriberThatAsksForNothingIsToldThatThePeerHasLeft(Door door) throws Exception {
        start(Duration.ZERO);
        String path = "/" + door.name().toLowerCase(Locale.ROOT) + "/detached";
        AutoCloseable client = announce(path, LARGE, 5000);
        assertThat(event()).isEqualTo("a piece");
        client.close();
        assertThat(event()).isEqualTo("a failure");
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriberThatIsAnsweredOverIsToldSo(Door door) throws Exception {
        start(Duration.ZERO);
        String path = "/" + door.name().toLowerCase(Locale.ROOT) + "/early";
        announce(path, LARGE, 5000);
        assertThat(event()).isEqualTo("a piece");
        assertThat(event()).isEqualTo("a failure");
        assertThat(events).isEmpty();
    }

    @Test
    void anAnnouncedLengthHoldsNoMemory() throws Exception {
        int requests = 100;
        start(Duration.ZERO);
        long before = Memory.used();
        if (version == HttpClient.Version.HTTP_1_1) {
            for (int i = 0; i < requests; i++) {
                announce("/bytes", 2 * MIB, 1);
            }
        } else {
            Http2Bytes all = Http2Bytes.frames();
            for (int i = 0; i < requests; i++) {
                all.post(2 * i + 1, "/bytes", "content-length", "" + 2 * MIB);
                all.data(2 * i + 1, false, "x");
            }
            client(Http2Client.connect(port())).send(all);
        }
        Waiting.until(() -> handling.get() == requests);
        requireHeld(before);
    }

    @Test
    void manyPiecesOfOneByteThatWaitAreReadAsTheyWereSent() throws Exception {
        int pieces = 20_000;
        start(Duration.ZERO);
        AutoCloseable client =
                version == HttpClient.Version.HTTP_1_1
                        ? client(RawClient.connect(port())).send(ones(pieces))
                        : client(Http2Client.connect(port())).send(ones(pieces));
        Waiting.until(() -> handling.get() == 1);
        mayRead.countDown();
        String counted =
                client instanceof RawClient one
                        ? one.reply().text()
                        : ((Http2Client) client).reply(1).text();
        assertThat(counted).isEqualTo(String.valueOf(pieces));
    }

    /** Looks several times, because what was sent is still being taken in. */
    private static void requireHeld(long before) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            assertThat(Memory.used() - before).isLessThan(Memory.BOUND);
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private byte[] ones(int pieces) {
        if (version == HttpClient.Version.HTTP_1_1) {
            return Http2Bytes.latin1(
                    head("/unread", "Transfer-Encoding: chunked")
                            + "1\r\nx\r\n".repeat(pieces)
                            + "0\r\n\r\n");
        }
        Http2Bytes all = Http2Bytes.frames().post(1, "/unread");
        for (int i = 1; i <= pieces; i++) {
            all.data(1, i == pieces, "x");
        }
        return all.bytes();
    }
}
