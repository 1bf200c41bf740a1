package io.tako.contracts.http;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.LoggedErrors;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.contracts.servers.RunningTcp;
import io.tako.http.BodyWriter;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Sse;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.TcpConnection;
import io.tako.transport.config.DrainConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;

/** A peer that leaves is no error in the log, however handlers and writers wrap what they get. */
@EveryBackEnd
@OneInstance
final class LeavingPeerContract extends ServerContract {

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    LeavingPeerContract(RuntimeKind kind, IoPreference io) {
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
        return routes ->
                routes.get(
                                "/stream",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::write)))
                        .get("/events", handle(() -> Sse.emit(this::emit)))
                        .get("/waits", handle(this::await))
                        .post("/body", this::read)
                        .get("/breaks", handle(LeavingPeerContract::fail));
    }

    private void write(BodyWriter out) {
        try {
            while (true) {
                out.write(new byte[8192]);
                seen.add("writing");
            }
        } catch (IOException e) {
            throw wrapped(e);
        }
    }

    private void emit(io.tako.respond.SseEmitter events) {
        try {
            while (true) {
                events.send("more");
                seen.add("writing");
            }
        } catch (IOException e) {
            throw wrapped(e);
        }
    }

    private Response read(Request request) {
        try (InputStream in = request.content().stream()) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                seen.add("reading");
            }
            return Response.text("all of it");
        } catch (IOException e) {
            throw wrapped(e);
        }
    }

    private String await() {
        try {
            seen.add("waiting");
            new java.util.concurrent.CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            throw wrapped(e);
        }
    }

    private RuntimeException wrapped(Exception e) {
        seen.add("left");
        Throwable unchecked = e instanceof IOException io ? new UncheckedIOException(io) : e;
        return new IllegalStateException("handling", new CompletionException(unchecked));
    }

    private static String fail() {
        throw new IllegalStateException("a fault of the application's");
    }

    private void await(String what) throws InterruptedException {
        String next = seen.poll(60, TimeUnit.SECONDS);
        while (!what.equals(Objects.requireNonNull(next, "nothing was seen"))) {
            next = seen.poll(60, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream", "/events", "/waits"})
    void whoWritesOrWaitsForAPeerThatLeavesIsNoError(String path) throws Exception {
        try (LoggedErrors errors = LoggedErrors.begin()) {
            try (RawClient client = RawClient.connect(port())) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
                await(path.equals("/waits") ? "waiting" : "writing");
                // The end of sending alone would not tell one who sends nothing.
                client.reset();
            }
            await("left");
            assertNoneBut(errors);
        }
    }

    @Test
    void whoReadsTheBodyOfAPeerThatLeavesIsNoError() throws Exception {
        try (LoggedErrors errors = LoggedErrors.begin()) {
            try (RawClient client = RawClient.connect(port())) {
                client.send("POST /body HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nx");
                await("reading");
            }
            await("left");
            assertNoneBut(errors);
        }
    }

    @Test
    void aHandlerOfRawTcpThatWrapsItIsNoError() throws Exception {
        try (LoggedErrors errors = LoggedErrors.begin();
                RunningTcp tcp =
                        RunningTcp.start(
                                kind, io, 1, it -> it, DrainConfig.defaults(), this::talk)) {
            RawClient client = RawClient.connect(tcp.port());
            await("writing");
            client.reset();
            await("left");
            assertNoneBut(errors);
        }
    }

    private void talk(TcpConnection connection) {
        try {
            while (true) {
                connection.write(new byte[8192]);
                seen.add("writing");
            }
        } catch (IOException e) {
            throw wrapped(e);
        }
    }

    /** Only the fault that is made here, after all that was seen before, is logged. */
    private void assertNoneBut(LoggedErrors errors) throws IOException {
        try (RawClient client = RawClient.connect(port())) {
            client.send("GET /breaks HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(500);
        }
        errors.await("GET /breaks");
        assertThat(errors.lines()).hasSize(1);
    }
}
