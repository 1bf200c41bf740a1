package io.tako.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tako.runtime.Await;
import io.tako.runtime.Core;
import io.tako.runtime.IoBackend;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/** What a client on a runtime's loops does, whichever runtime and back end it is. */
abstract class ClientContract {

    private static final int CORES = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TakoRuntime runtime;
    private TestServer server;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<ConnectionProvider> pools = new ArrayList<>();

    /** A runtime on the back end of the test. */
    protected abstract TakoRuntime open(RuntimeConfig config);

    /** An answer, and where it came in. */
    private record Answer(String text, Channel channel) {

        Core core() {
            return Core.of(channel.eventLoop());
        }
    }

    @BeforeEach
    void start() throws IOException {
        runtime = open(RuntimeConfig.defaults().withLoops(CORES));
        server = new TestServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.release();
        for (ConnectionProvider pool : pools) {
            pool.disposeLater().block(PATIENCE);
        }
        for (AutoCloseable resources : opened) {
            resources.close();
        }
        runtime.close();
        server.close();
    }

    private HttpClient client(ClientConfig config) {
        ClientResources resources = ClientResources.of(runtime, config);
        opened.add(resources);
        ConnectionProvider connections = resources.newPools();
        pools.add(connections);
        return resources.resolving(HttpClient.create(connections).runOn(resources.loops()));
    }

    private Mono<Answer> ask(HttpClient client, String path) {
        return ask(client.get().uri(server.uri(path)));
    }

    private static Mono<Answer> ask(HttpClient.ResponseReceiver<?> request) {
        return request.responseConnection(
                        (response, connection) ->
                                connection
                                        .inbound()
                                        .receive()
                                        .aggregate()
                                        .asString()
                                        .map(text -> new Answer(text, channel(connection))))
                .single();
    }

    private static Channel channel(Connection connection) {
        return connection.channel();
    }

    private static Answer wait(Mono<Answer> answer) {
        return Objects.requireNonNull(answer.block(PATIENCE));
    }

    /** Asks from a handler of the core, which waits for the answer. */
    private Answer askOn(Core core, HttpClient client) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        TestTask.start(core, () -> answer.complete(wait(ask(client, "/")))).await();
        return answer.join();
    }

    @Test
    void everyConnectionIsOnALoopOfTheRuntime() {
        HttpClient client = client(ClientConfig.defaults());
        for (int i = 0; i < 2 * CORES; i++) {
            Answer answer = wait(ask(client, "/"));
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(runtime.cores()).contains(answer.core());
        }
    }

    @Test
    void handlersOfACoreShareItsConnection() throws Exception {
        int most = runtime.kind() == RuntimeKind.PER_CORE ? CORES : 1;
        HttpClient client = client(ClientConfig.defaults().withLimits(most, 1_000));
        Set<Channel> all = new HashSet<>();
        for (Core core : runtime.cores()) {
            Set<Channel> used = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                Answer answer = askOn(core, client);
                used.add(answer.channel());
                if (runtime.kind() == RuntimeKind.PER_CORE) {
                    assertThat(answer.core()).isSameAs(core);
                }
            }
            assertThat(used).hasSize(1);
            all.addAll(used);
        }
        assertThat(all).hasSize(most);
    }

    @Test
    void callMadeOnALoopIsAnsweredOnThatLoop() throws Exception {
        HttpClient client = client(ClientConfig.defaults());
        for (Core core : runtime.cores()) {
            CompletableFuture<Answer> answered = new CompletableFuture<>();
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            core.eventLoop()
                    .execute(
                            () ->
                                    ask(client, "/")
                                            .doOnNext(a -> thread.complete(Thread.currentThread()))
                                            .subscribe(
                                                    answered::complete,
                                                    answered::completeExceptionally));
            Answer answer = answered.get(30, TimeUnit.SECONDS);
            EventLoop loop = answer.channel().eventLoop();
            assertThat(loop.submit(Thread::currentThread).get(30, TimeUnit.SECONDS))
                    .isSameAs(thread.join());
            if (runtime.kind() == RuntimeKind.PER_CORE) {
                assertThat(answer.core()).isSameAs(core);
            }
        }
    }

    @Test
    void callersThatWaitedForAConnectionGetOneOfTheirCore() throws Exception {
        HttpClient client = client(ClientConfig.defaults().withLimits(CORES, 1_000));
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        List<Core> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (Core core : runtime.cores()) {
                CompletableFuture<Answer> answer = new CompletableFuture<>();
                TestTask.start(core, () -> answer.complete(wait(ask(client, "/"))));
                answers.add(answer);
                callers.add(core);
            }
        }
        Set<Channel> used = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i).get(30, TimeUnit.SECONDS);
            used.add(answer.channel());
            if (runtime.kind() == RuntimeKind.PER_CORE) {
                assertThat(answer.core()).isSameAs(callers.get(i));
            }
        }
        assertThat(used).hasSizeLessThanOrEqualTo(CORES);
    }

    @Test
    void callThatMayNotWaitForAConnectionFailsAtOnce() {
        HttpClient client = client(ClientConfig.defaults().withLimits(CORES, 0));
        List<CompletableFuture<Answer>> held = hold(client);
        assertThatThrownBy(() -> wait(ask(client, "/"))).hasMessageContaining("No pending allowed");
        server.release();
        assertThat(held).allSatisfy(call -> assertThat(call.join().text()).isEqualTo("late"));
    }

    @Test
    void callThatWaitsTooLongForAConnectionFails() {
        HttpClient client =
                client(
                        ClientConfig.defaults()
                                .withLimits(CORES, 10)
                                .withPendingAcquireTimeout(Duration.ofMillis(50)));
        List<CompletableFuture<Answer>> held = hold(client);
        assertThatThrownBy(() -> wait(ask(client, "/")))
                .hasRootCauseInstanceOf(TimeoutException.class);
        server.release();
        assertThat(held).allSatisfy(call -> assertThat(call.join().text()).isEqualTo("late"));
    }

    /** Takes every connection the client may have. Calls from no core go to each in turn. */
    private List<CompletableFuture<Answer>> hold(HttpClient client) {
        List<CompletableFuture<Answer>> held = new ArrayList<>();
        for (int i = 0; i < CORES; i++) {
            held.add(ask(client, "/held").toFuture());
        }
        return held;
    }

    @Test
    void connectionOutOfUseIsClosed() throws Exception {
        HttpClient client = client(ClientConfig.defaults().withIdleTimeout(Duration.ofMillis(50)));
        Answer answer = wait(ask(client, "/"));
        Await.until("the connection is closed", () -> !answer.channel().isOpen());
    }

    @Test
    void unixSocketIsCalledWhereTheBackEndHasThem(@TempDir Path directory) {
        DomainSocketAddress peer = new DomainSocketAddress(directory.resolve("peer").toFile());
        HttpClient client =
                client(ClientConfig.defaults().withLimits(CORES, 1_000)).remoteAddress(() -> peer);
        if (runtime.backend() == IoBackend.NIO) {
            assertThatThrownBy(() -> wait(ask(client.get().uri("/"))))
                    .hasStackTraceContaining("DomainSocketChannel (expected: one that");
            return;
        }
        serve(HttpServer.create().bindAddress(() -> peer));
        Set<Channel> used = new HashSet<>();
        for (int i = 0; i < 3 * CORES; i++) {
            Answer answer = wait(ask(client.get().uri("/")));
            assertThat(answer.text()).isEqualTo("HTTP/1.1");
            assertThat(runtime.cores()).contains(answer.core());
            used.add(answer.channel());
        }
        assertThat(used).hasSizeLessThanOrEqualTo(CORES);
    }

    @Test
    void http2IsSpokenByPriorKnowledge() {
        DisposableServer peer = serve(HttpServer.create().protocol(HttpProtocol.H2C));
        HttpClient client = client(ClientConfig.defaults()).protocol(HttpProtocol.H2C);
        assertThatConnectionIsShared(client, "http://localhost:" + peer.port());
    }

    @Test
    void http2IsAgreedOnByTls() throws Exception {
        X509Bundle certificate =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=localhost")
                        .addSanDnsName("localhost")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned();
        var serverTls =
                Http2SslContextSpec.forServer(
                        certificate.getKeyPair().getPrivate(), certificate.getCertificate());
        var clientTls =
                Http2SslContextSpec.forClient()
                        .configure(tls -> tls.trustManager(certificate.getCertificate()));
        DisposableServer peer =
                serve(
                        HttpServer.create()
                                .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                                .secure(tls -> tls.sslContext(serverTls)));
        HttpClient client =
                client(ClientConfig.defaults())
                        .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                        .secure(tls -> tls.sslContext(clientTls));
        assertThatConnectionIsShared(client, "https://localhost:" + peer.port());
    }

    /** Calls one after the other are streams of one connection, on a loop of the runtime. */
    private void assertThatConnectionIsShared(HttpClient client, String uri) {
        Set<Channel> used = new HashSet<>();
        for (int i = 0; i < 3 * CORES; i++) {
            Answer answer = wait(ask(client.get().uri(uri)));
            assertThat(answer.text()).isEqualTo("HTTP/2.0");
            assertThat(runtime.cores()).contains(answer.core());
            used.add(answer.channel().parent());
        }
        assertThat(used).hasSize(1).doesNotContainNull();
    }

    /** Somebody to call, who says what was spoken. */
    private DisposableServer serve(HttpServer server) {
        DisposableServer peer =
                server.handle(
                                (request, response) ->
                                        response.sendString(Mono.just(request.protocol())))
                        .bindNow(PATIENCE);
        opened.add(peer::disposeNow);
        return peer;
    }

    @Test
    void disposedPoolsCloseTheirConnectionsAndLeaveTheLoops() {
        HttpClient client = client(ClientConfig.defaults());
        Answer answer = wait(ask(client, "/"));
        pools.getFirst().disposeLater().block(PATIENCE);
        answer.channel().closeFuture().awaitUninterruptibly(30, TimeUnit.SECONDS);
        assertThat(answer.channel().isOpen()).isFalse();
        client.configuration().loopResources().disposeLater().block(PATIENCE);
        assertThat(runtime.cores()).noneMatch(core -> core.eventLoop().isShuttingDown());
        assertThat(wait(ask(client, "/")).text()).isEqualTo("hello");
    }

    @Test
    void blockingALoopIsRefused() throws Exception {
        HttpClient client = client(ClientConfig.defaults());
        Core core = runtime.cores().getFirst();
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        core.eventLoop()
                .execute(
                        () -> {
                            try {
                                wait(ask(client, "/"));
                            } catch (IllegalStateException e) {
                                refused.complete(e);
                            }
                        });
        assertThat(refused.get(30, TimeUnit.SECONDS)).hasMessageContaining("block()");
    }
}
