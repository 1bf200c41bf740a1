package io.tako.contracts.listeners;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.peers.TlsPeer;
import io.tako.contracts.servers.RunningListener;
import io.tako.contracts.servers.RunningServer;
import io.tako.contracts.servers.RunningTcp;
import io.tako.http.BodyWriter;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.BoundListener;
import io.tako.runtime.IoPreference;
import io.tako.runtime.ListenerOptions;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpHandler;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.TlsConfig;
import io.tako.websocket.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;

/**
 * What is sent arrives before the end that follows it at once, on every runtime and every back end,
 * whatever is spoken.
 */
@EveryBackEnd
@OneInstance
final class SendingEndsContract extends ServerContract {

    /** More than the buffers of both sockets hold. */
    private static final int LARGE = 4 << 20;

    private static final int PART = 64 * 1024;
    private static final int PARTS = 6;
    private static final int TIMES = 6;
    private static final String CLOSE = "Connection: close\r\n";

    private Path directory = Path.of("");
    private byte[] content = {};

    SendingEndsContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void makeContent(@TempDir Path place) throws IOException {
        directory = place;
        content = new byte[LARGE];
        new Random(3).nextBytes(content);
        Files.write(directory.resolve("content.bin"), content);
    }

    @AfterEach
    void stop() {
        close();
    }

    private void serve(UnaryOperator<HttpListenerConfig> settings) {
        run(RunningServer.start(kind, io, 1, settings, routes()));
    }

    private Routes routes() {
        return routes ->
                routes.get("/bytes", handle(() -> content))
                        .get("/file", handle(() -> directory.resolve("content.bin")))
                        .get("/stream", handle(() -> streamed(out -> out.write(content))))
                        .get("/part", handle(() -> java.util.Arrays.copyOf(content, PART)))
                        .get("/broken", handle(() -> streamed(this::breakOff)))
                        .ws("/socket", this::sendParts);
    }

    private static Response streamed(io.tako.http.StreamingBody body) {
        return Response.stream(MediaType.APPLICATION_OCTET_STREAM, body);
    }

    private void breakOff(BodyWriter out) throws IOException {
        for (int i = 0; i < PARTS; i++) {
            out.write(content, i * PART, PART);
            out.flush();
        }
        throw new IllegalStateException("on purpose");
    }

    private void sendParts(WebSocket socket) throws Exception {
        for (int i = 0; i < LARGE / PART; i++) {
            socket.send(java.util.Arrays.copyOfRange(content, i * PART, (i + 1) * PART));
        }
    }

    // HTTP/1.1.

    @Test
    void theLastAnswerArrivesWhole() throws Exception {
        serve(listener -> listener);
        for (String path : List.of("/bytes", "/file", "/stream")) {
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = RawClient.connect(port())) {
                    ask(client, path, CLOSE);
                }
                try (RawClient client = RawClient.connectSlow(port(), PART)) {
                    ask(client, path, CLOSE);
                }
            }
        }
    }

    private void ask(RawClient client, String path, String field) throws IOException {
        client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + field + "\r\n");
        assertThat(client.reply().body()).isEqualTo(content);
        assertThat(client.in().read()).isEqualTo(-1);
    }

    @Test
    void anAnswerThatEndsWithTheConnectionArrivesWhole() throws Exception {
        serve(listener -> listener);
        for (String path : List.of("/bytes", "/file", "/stream")) {
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = RawClient.connect(port())) {
                    client.send("GET " + path + " HTTP/1.0\r\n\r\n");
                    head(client.in());
                    assertThat(client.in().readAllBytes()).isEqualTo(content);
                }
            }
        }
    }

    @Test
    void answersBeforeTheLastArriveWhole() throws Exception {
        serve(listener -> listener);
        String get = "GET /part HTTP/1.1\r\nHost: a\r\n";
        for (String end : List.of(get + CLOSE + "\r\n", "no request\r\n\r\n")) {
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = RawClient.connect(port())) {
                    client.send((get + "\r\n").repeat(PARTS) + end);
                    for (int k = 0; k < PARTS; k++) {
                        assertThat(client.reply().body()).hasSize(PART);
                    }
                    assertThat(client.reply().status()).isIn(200, 400);
                    assertThat(client.in().read()).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void whatWasFlushedBeforeAFailureArrives() throws Exception {
        serve(listener -> listener);
        for (int i = 0; i < TIMES; i++) {
            try (RawClient client = RawClient.connect(port())) {
                client.send("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n");
                head(client.in());
                assertThat(client.in().readAllBytes()).hasSizeGreaterThan(PARTS * PART);
            }
        }
    }

    private static void head(InputStream in) throws IOException {
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            assertThat(next).isNotNegative();
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
    }

    @Test
    void theLastAnswerArrivesWholeOverTls() throws Exception {
        TestAuthority authority = TestAuthority.create("Test authority");
        TlsConfig tls = TlsConfig.of(authority.server("standard.test").material());
        serve(listener -> listener.withTls(tls));
        for (String path : List.of("/bytes", "/file", "/stream")) {
            for (int i = 0; i < TIMES / 2; i++) {
                try (TlsPeer peer =
                        TlsPeer.connect(authority.clientContext(null), port(), "standard.test")) {
                    // The JDK throws where the stream ends without a close_notify.
                    ask(peer.http(), path, CLOSE);
                }
            }
        }
    }

    @Test
    void aTlsAlertArrives() throws Exception {
        TestAuthority authority = TestAuthority.create("Test authority");
        TlsConfig tls = TlsConfig.of(authority.server("standard.test").material());
        serve(listener -> listener.withTls(tls));
        for (int i = 0; i < TIMES; i++) {
            try (RawClient client = RawClient.connect(port())) {
                // A record of a handshake that is no ClientHello (RFC 8446 section 6.2).
                client.send(new byte[] {22, 3, 1, 0, 4, 99, 0, 0, 0});
                assertThat(client.in().read()).isEqualTo(21);
                client.in().skipNBytes(6);
                assertThat(client.in().read()).isEqualTo(-1);
            }
        }
    }

    // WebSocket.

    @Test
    void messagesBeforeTheCloseFrameArrive() throws Exception {
        serve(listener -> listener);
        for (int i = 0; i < TIMES; i++) {
            try (RawWebSocket socket = RawWebSocket.open(port(), "/socket")) {
                long size = 0;
                RawWebSocket.Frame frame = socket.read();
                while (frame.head() == RawWebSocket.BINARY) {
                    size += frame.payload().length;
                    frame = socket.read();
                }
                assertThat(size).isEqualTo(LARGE);
                assertThat(frame.head()).isEqualTo(RawWebSocket.CLOSE);
            }
        }
    }

    // Raw TCP.

    private RunningTcp serveRaw(TcpHandler handler) {
        return RunningTcp.start(kind, io, 1, listener -> listener, DrainConfig.defaults(), handler);
    }

    @Test
    void whatAHandlerWroteArrivesHoweverItEnds() throws Exception {
        List<TcpHandler> ends =
                List.of(
                        connection -> {},
                        TcpConnection::close,
                        connection -> {
                            connection.shutdownOutput();
                            connection.close();
                        });
        for (TcpHandler end : ends) {
            try (RunningTcp server = serveRaw(connection -> writeAnd(end, connection))) {
                for (int i = 0; i < TIMES; i++) {
                    try (RawClient client = RawClient.connect(server.port())) {
                        assertThat(client.in().readAllBytes()).isEqualTo(content);
                    }
                }
            }
        }
    }

    private void writeAnd(TcpHandler end, TcpConnection connection) throws Exception {
        connection.write(new byte[0]);
        for (int i = 0; i < LARGE; i += PART) {
            connection.write(content, i, PART);
        }
        connection.write(content, 0, 0);
        end.handle(connection);
    }

    @Test
    void whatAHandlerWroteArrivesBeforeTheEndOfItsSendingAlone() throws Exception {
        LinkedBlockingQueue<Integer> read = new LinkedBlockingQueue<>();
        TcpHandler handler =
                connection -> {
                    writeAnd(TcpConnection::shutdownOutput, connection);
                    read.add(connection.readToEnd(100).length);
                };
        try (RunningTcp server = serveRaw(handler)) {
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = RawClient.connectSlow(server.port(), PART)) {
                    assertThat(client.in().readAllBytes()).isEqualTo(content);
                    client.send("ten bytes.");
                    client.halfClose();
                    assertThat(read.poll(60, TimeUnit.SECONDS)).isEqualTo(10);
                }
            }
        }
    }

    // Any protocol: channels as the runtime opens them.

    private interface Peer {
        void talk(RawClient client, LinkedBlockingQueue<Channel> closed) throws Exception;
    }

    private void withChannels(Consumer<ChannelHandlerContext> active, Peer peer) throws Exception {
        LinkedBlockingQueue<Channel> closed = new LinkedBlockingQueue<>();
        ChannelInitializer<Channel> child =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.closeFuture().addListener(done -> closed.add(channel));
                        channel.pipeline()
                                .addLast(
                                        new ChannelInboundHandlerAdapter() {
                                            @Override
                                            public void channelActive(ChannelHandlerContext ctx) {
                                                active.accept(ctx);
                                            }
                                        });
                    }
                };
        try (TakoRuntime runtime = RunningServer.runtime(kind, io, 1);
                BoundListener bound =
                        runtime.bind(RunningListener.any(), ListenerOptions.defaults(), child)) {
            int port = ((InetSocketAddress) bound.localAddress()).getPort();
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = RawClient.connect(port)) {
                    peer.talk(client, closed);
                }
            }
        }
    }

    @Test
    void whatWasFlushedArrivesBeforeACloseInTheSameTurn() throws Exception {
        withChannels(
                ctx -> {
                    for (int i = 0; i < PARTS; i++) {
                        ctx.writeAndFlush(Unpooled.copiedBuffer(content, i * 1000, 1000));
                    }
                    ctx.close();
                    ctx.close();
                    ctx.writeAndFlush(Unpooled.copiedBuffer(content, 0, 1000));
                },
                (client, closed) -> {
                    assertThat(client.in().readAllBytes()).hasSize(PARTS * 1000);
                    assertThat(closed.poll(60, TimeUnit.SECONDS)).isNotNull();
                });
    }

    @Test
    void aPeerThatTakesNothingHoldsNoClose() throws Exception {
        withChannels(
                ctx -> {
                    ctx.writeAndFlush(Unpooled.wrappedBuffer(content));
                    ctx.close();
                },
                (client, closed) -> {
                    Channel channel = Objects.requireNonNull(closed.poll(60, TimeUnit.SECONDS));
                    assertThat(channel.isOpen()).isFalse();
                });
    }

    @Test
    void aResetDoesNotWaitForWhatWasFlushed() throws Exception {
        withChannels(
                ctx -> {
                    ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                    ctx.writeAndFlush(Unpooled.wrappedBuffer(content));
                    ctx.close();
                },
                (client, closed) -> {
                    assertThat(closed.poll(60, TimeUnit.SECONDS)).isNotNull();
                    try {
                        assertThat(client.in().readAllBytes()).hasSizeLessThan(LARGE);
                    } catch (SocketException reset) {
                        assertThat(reset).hasMessageContaining("reset");
                    }
                });
    }
}
