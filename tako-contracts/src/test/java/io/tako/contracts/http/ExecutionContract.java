package io.tako.contracts.http;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.contracts.servers.RunningTcp;
import io.tako.runtime.Core;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.TcpConnection;
import io.tako.transport.config.DrainConfig;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.WebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Where a handler goes on that waited for bytes of its peer.
 *
 * <p>The shared runtime goes by what it has measured, so what it comes to is waited for.
 */
@EveryBackEnd
@Timeout(120)
final class ExecutionContract {

    private static final String ON_LOOP = "loop";
    private static final String ELSEWHERE = "else";
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(3);

    private final RuntimeKind kind;
    private final IoPreference io;
    private final Semaphore begun = new Semaphore(0);

    ExecutionContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    /** Has a handler wait for bytes, sends them, and returns what the handler answers. */
    @FunctionalInterface
    private interface Question {
        String ask() throws Exception;
    }

    /** What a handler does once it has its bytes. */
    @FunctionalInterface
    private interface Work {
        void work();
    }

    private static void nothing() {}

    private static void compute() {
        long end = System.nanoTime() + LONG;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static String place(Work work) {
        String place = Core.current() == null ? ELSEWHERE : ON_LOOP;
        work.work();
        return place;
    }

    @Test
    void aBodysHandlerGoesOnOnTheLoopThatBringsTheBody() throws Exception {
        overHttp(ExecutionContract::nothing, client -> comesTo(ON_LOOP, () -> post(client)));
    }

    @Test
    void aBodysHandlerThatComputesForLongLeavesTheLoopOfSharedAlone() throws Exception {
        overHttp(ExecutionContract::compute, client -> comesTo(busyPlace(), () -> post(client)));
    }

    @Test
    void aSocketsHandlerGoesOnOnTheLoopThatBringsTheMessages() throws Exception {
        overHttp(ExecutionContract::nothing, client -> comesTo(ON_LOOP, socket(client)));
    }

    @Test
    void aSocketsHandlerThatComputesForLongLeavesTheLoopOfSharedAlone() throws Exception {
        overHttp(ExecutionContract::compute, client -> comesTo(busyPlace(), socket(client)));
    }

    @Test
    void aHandlerOfRawTcpGoesOnOnTheLoopThatBringsTheBytes() throws Exception {
        overTcp(ExecutionContract::nothing, ON_LOOP);
    }

    @Test
    void aHandlerOfRawTcpThatComputesForLongLeavesTheLoopOfSharedAlone() throws Exception {
        overTcp(ExecutionContract::compute, busyPlace());
    }

    private String busyPlace() {
        return kind == RuntimeKind.SHARED ? ELSEWHERE : ON_LOOP;
    }

    /** On per-core at once and always. */
    private void comesTo(String place, Question question) throws Exception {
        if (kind == RuntimeKind.PER_CORE) {
            for (int i = 0; i < 50; i++) {
                assertThat(question.ask()).isEqualTo(place);
            }
            return;
        }
        int inARow = 0;
        while (inARow < 3) {
            inARow = question.ask().equals(place) ? inARow + 1 : 0;
        }
    }

    /** What is to be seen by a client of HTTP. */
    @FunctionalInterface
    private interface Seen {
        void by(RawClient client) throws Exception;
    }

    private void overHttp(Work work, Seen seen) throws Exception {
        try (RunningServer server =
                        RunningServer.start(
                                kind,
                                io,
                                1,
                                routes ->
                                        routes.use(
                                                        (request, next) -> {
                                                            begun.release();
                                                            return next.run(request);
                                                        })
                                                .post("/", handle(bytes(), body -> place(work)))
                                                .ws("/socket", socket -> talk(socket, work)));
                RawClient client = RawClient.connect(server.port())) {
            seen.by(client);
        }
    }

    private static void talk(WebSocket socket, Work work) throws IOException {
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            socket.send(place(work));
        }
    }

    private String post(RawClient client) throws Exception {
        client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\na");
        assertThat(begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        client.send("b");
        return client.reply().text();
    }

    private static Question socket(RawClient client) throws IOException {
        RawWebSocket socket = RawWebSocket.open(client, "/socket");
        return () -> {
            socket.send("where?");
            return socket.readText();
        };
    }

    private void overTcp(Work work, String expected) throws Exception {
        try (RunningTcp server =
                        RunningTcp.start(
                                kind,
                                io,
                                1,
                                listener -> listener,
                                DrainConfig.defaults(),
                                connection -> talk(connection, work));
                RawClient client = RawClient.connect(server.port())) {
            comesTo(
                    expected,
                    () -> {
                        client.send("?");
                        return new String(client.in().readNBytes(4), StandardCharsets.UTF_8);
                    });
        }
    }

    private static void talk(TcpConnection connection, Work work) throws IOException {
        while (connection.read() != null) {
            connection.write(place(work).getBytes(StandardCharsets.UTF_8));
            connection.flush();
        }
    }
}
