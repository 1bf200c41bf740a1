package io.tako.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoLoadTest {
    private static final MultiThreadIoEventLoopGroup LOOP =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void end() {
        VERTX.close().await();
        LOOP.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void countsEachMessageThatCameBack(int window) throws Exception {
        var echoed = new AtomicInteger();
        EchoResult result =
                load(
                        window,
                        socket ->
                                socket.textMessageHandler(
                                        text -> {
                                            echoed.incrementAndGet();
                                            socket.writeTextMessage(text);
                                        }));

        assertThat(result.wrong() + result.broken()).isZero();
        assertThat(result.messages()).isPositive();
        // Those outstanding at the end came back as well, but not while it was measured.
        assertThat(echoed.get() - result.messages()).isBetween(0L, 3L * window);
        assertThat(result.bytes()).isEqualTo(15 * result.messages());
        assertThat(result.micros()).isGreaterThanOrEqualTo(300_000);
        assertThat(result.p50()).isPositive().isLessThanOrEqualTo(result.p99());
    }

    @Test
    void countsConnectionsOnWhichAnotherTextCameBack() throws Exception {
        EchoResult result =
                load(
                        1,
                        socket ->
                                socket.textMessageHandler(
                                        _ -> socket.writeTextMessage("Hello, Earth!")));

        assertThat(result.wrong()).isEqualTo(3);
        assertThat(result.messages()).isZero();
    }

    @Test
    void countsConnectionsThatEndEarly() throws Exception {
        EchoResult result =
                load(
                        1,
                        socket ->
                                socket.textMessageHandler(_ -> socket.endHandler(null).shutdown()));

        assertThat(result.wrong() + result.broken()).isEqualTo(3);
        assertThat(result.messages()).isZero();
    }

    @Test
    void saysWhyNoWebSocketCouldBeOpened() {
        HttpServer refusing =
                VERTX.createHttpServer()
                        .requestHandler(request -> request.response().setStatusCode(404).end())
                        .listen(0, "127.0.0.1")
                        .await();

        assertThatThrownBy(() -> EchoLoad.open(LOOP, refusing.actualPort(), 1, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("404");
    }

    private static EchoResult load(int window, Consumer<ServerWebSocket> server) throws Exception {
        HttpServer listening =
                VERTX.createHttpServer()
                        .webSocketHandler(server::accept)
                        .listen(0, "127.0.0.1")
                        .await();
        return EchoLoad.open(LOOP, listening.actualPort(), 3, window).run(300);
    }
}
