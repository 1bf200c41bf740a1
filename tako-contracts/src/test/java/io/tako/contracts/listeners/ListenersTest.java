package io.tako.contracts.listeners;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.machine.FreePort;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import io.tako.transport.DrainReport;
import io.tako.transport.HttpService;
import io.tako.transport.TakoServer;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ServerConfig;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several listeners of one server. */
class ListenersTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void eachAnswersByItsRouterAndCountsItsOwn(RuntimeKind kind) throws Exception {
        try (TakoRuntime runtime = open(kind);
                HttpClient client = HttpClient.newHttpClient()) {
            TakoServer server =
                    new TakoServer(
                            runtime,
                            ServerConfig.of(listener("site", 0), listener("admin", 0)),
                            Map.of("site", saying("the site"), "admin", saying("the admin")));
            server.start();
            try {
                assertThat(get(client, server, "site")).isEqualTo("the site");
                assertThat(get(client, server, "admin")).isEqualTo("the admin");
                assertThat(server.counts("site").accepted()).isOne();
                assertThat(server.counts("admin").accepted()).isOne();
                assertThat(server.coreCounts()).extracting("requests", Long.class).contains(2L);
                assertThat(server.openConnections()).isEqualTo(2);
            } finally {
                server.stop();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void oneThatCannotBindReleasesTheOthers(RuntimeKind kind) throws Exception {
        try (TakoRuntime runtime = open(kind);
                ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            int free = FreePort.tcp();
            TakoServer server =
                    new TakoServer(
                            runtime,
                            ServerConfig.of(
                                    listener("site", free),
                                    listener("admin", taken.getLocalPort())),
                            Map.of("site", saying("the site"), "admin", saying("the admin")));
            assertThatThrownBy(server::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("listener \"admin\"")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
            assertThat(server.running()).isFalse();
            assertThat(server.openAddress("site")).isEmpty();
            new ServerSocket(free, 1, LOOPBACK).close();
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void drainLetsRequestsOfEveryListenerFinish(RuntimeKind kind) throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch gate = new CountDownLatch(1);
        HttpService held =
                HttpService.of(
                        RunningServer.router(
                                routes ->
                                        routes.get(
                                                "/",
                                                handle(
                                                        () -> {
                                                            begun.countDown();
                                                            gate.await();
                                                            return "at last";
                                                        }))));
        try (TakoRuntime runtime = open(kind)) {
            TakoServer server =
                    new TakoServer(
                            runtime,
                            ServerConfig.of(listener("site", 0), listener("admin", 0)),
                            Map.of("site", held, "admin", held));
            server.start();
            try (Socket site = ask(server, "site");
                    Socket admin = ask(server, "admin")) {
                begun.await();
                CompletableFuture<DrainReport> drain = server.drain();
                gate.countDown();
                assertThat(answer(site)).contains("200", "at last");
                assertThat(answer(admin)).contains("200", "at last");
                DrainReport report = drain.get(20, TimeUnit.SECONDS);
                assertThat(report.finished()).isEqualTo(2);
                assertThat(report.cut()).isZero();
                assertThat(server.running()).isFalse();
            } finally {
                server.stop();
            }
        }
    }

    private static TakoRuntime open(RuntimeKind kind) {
        RuntimeConfig config = RuntimeConfig.defaults().withLoops(1);
        return kind == RuntimeKind.SHARED
                ? SharedRuntime.open(config)
                : PerCoreRuntime.open(config);
    }

    /** Answered by the router of the same name. */
    private static HttpListenerConfig listener(String name, int port) {
        return HttpListenerConfig.on(new InetSocketAddress(LOOPBACK, port))
                .withName(name)
                .withRouter(name);
    }

    private static HttpService saying(String text) {
        return HttpService.of(RunningServer.router(routes -> routes.get("/", handle(() -> text))));
    }

    private static int port(TakoServer server, String listener) {
        return ((InetSocketAddress) server.localAddress(listener)).getPort();
    }

    private static String get(HttpClient client, TakoServer server, String listener)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port(server, listener) + "/");
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }

    private static Socket ask(TakoServer server, String listener) throws Exception {
        Socket socket = new Socket(LOOPBACK, port(server, listener));
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** All that comes until the server closes. */
    private static String answer(Socket socket) throws Exception {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
