package io.tako.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoLoadTest {
    /** Long enough for a first round trip on a machine that stands still for a moment. */
    private static final int MILLIS = 2_000;

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
        assertThat(result.micros()).isGreaterThanOrEqualTo(1000L * MILLIS);
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

        assertThatThrownBy(
                        () ->
                                EchoLoad.open(
                                        LOOP, EchoCarrier.WEBSOCKET, refusing.actualPort(), 1, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("404");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void countsEachTextThatCameBackOverTcp(int window) throws Exception {
        NetServer listening = tcp(socket -> socket.handler(socket::write));

        EchoResult result = load(EchoCarrier.TCP, listening.actualPort(), window);

        assertThat(result.wrong() + result.broken()).isZero();
        assertThat(result.messages()).isPositive();
        assertThat(result.bytes()).isEqualTo(13 * result.messages());
    }

    @Test
    void countsTcpConnectionsOnWhichAnotherTextCameBack() throws Exception {
        NetServer listening = tcp(socket -> socket.handler(_ -> socket.write("Hello, Earth!")));

        EchoResult result = load(EchoCarrier.TCP, listening.actualPort(), 1);

        assertThat(result.wrong()).isEqualTo(3);
        assertThat(result.messages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void countsEachDatagramThatCameBack(int window) throws Exception {
        try (DatagramSocket socket = udp(List::of)) {
            EchoResult result = load(EchoCarrier.UDP, socket.getLocalPort(), window);

            assertThat(result.wrong() + result.broken()).isZero();
            assertThat(result.messages()).isPositive();
            assertThat(result.bytes()).isEqualTo(17 * result.messages());
        }
    }

    @Test
    void countsDatagramsThatDoNotComeBackAndDoesNotWaitForThem() throws Exception {
        try (DatagramSocket socket = udp(_ -> List.of())) {
            EchoResult result = load(EchoCarrier.UDP, socket.getLocalPort(), 2);

            assertThat(result.lost()).isGreaterThanOrEqualTo(6);
            assertThat(result.wrong() + result.broken()).isZero();
            assertThat(result.messages()).isZero();
        }
    }

    @Test
    void sendsAnotherDatagramInPlaceOfOneThatWasLost() throws Exception {
        var received = new AtomicInteger();
        try (DatagramSocket socket =
                udp(one -> received.getAndIncrement() < 3 ? List.of() : List.of(one))) {
            EchoResult result =
                    EchoLoad.open(LOOP, EchoCarrier.UDP, socket.getLocalPort(), 3, 1).run(5_000);

            assertThat(result.lost()).isGreaterThanOrEqualTo(3);
            assertThat(result.messages()).isPositive();
        }
    }

    @Test
    void countsSocketsAtWhichADatagramCameBackTwice() throws Exception {
        try (DatagramSocket socket = udp(one -> List.of(one, one))) {
            assertThat(load(EchoCarrier.UDP, socket.getLocalPort(), 1).wrong()).isEqualTo(3);
        }
    }

    private static EchoResult load(int window, Consumer<ServerWebSocket> server) throws Exception {
        HttpServer listening =
                VERTX.createHttpServer()
                        .webSocketHandler(server::accept)
                        .listen(0, "127.0.0.1")
                        .await();
        return load(EchoCarrier.WEBSOCKET, listening.actualPort(), window);
    }

    private static EchoResult load(EchoCarrier carrier, int port, int window) throws Exception {
        return EchoLoad.open(LOOP, carrier, port, 3, window).run(MILLIS);
    }

    private static NetServer tcp(Handler<NetSocket> server) {
        return VERTX.createNetServer().connectHandler(server).listen(0, "127.0.0.1").await();
    }

    /** Answers each datagram with those it is told to, until it is closed. */
    private static DatagramSocket udp(Function<byte[], List<byte[]>> answers) throws IOException {
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> answer(socket, answers));
        return socket;
    }

    private static void answer(DatagramSocket socket, Function<byte[], List<byte[]>> answers) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[100], 100);
                socket.receive(packet);
                byte[] content = Arrays.copyOf(packet.getData(), packet.getLength());
                for (byte[] answer : answers.apply(content)) {
                    socket.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            assertThat(socket.isClosed()).as("%s", e).isTrue();
        }
    }
}
