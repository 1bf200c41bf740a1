package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How listeners bind, accept and end, on whichever runtime and back end a subclass opens. */
public abstract class ListenerContract {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Set<Core> acceptedOn = ConcurrentHashMap.newKeySet();
    private TakoRuntime runtime;

    /** Opens the runtime under test on its back end. */
    protected abstract TakoRuntime open(RuntimeConfig config);

    @BeforeEach
    void openRuntime() {
        runtime = open(RuntimeConfig.defaults().withLoops(2));
    }

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    @Test
    void connectionsSpreadOverTheCores() throws Exception {
        BoundListener listener = bind(0);
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200 && acceptedOn.size() < 2; i++) {
                clients.add(echoOnce(port(listener)));
            }
            assertThat(acceptedOn).containsExactlyInAnyOrderElementsOf(runtime.cores());
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void perCoreRuntimeHasOneSocketPerCore() throws Exception {
        BoundListener listener = bind(0);
        boolean perCore = runtime.kind() == RuntimeKind.PER_CORE;

        assertThat(listener.perCoreSockets()).isEqualTo(perCore);
        assertThat(listeningSockets(port(listener))).isEqualTo(perCore ? 2 : 1);
        assertThat(listener.describe()).contains(perCore ? "SO_REUSEPORT" : "one listening socket");
    }

    @Test
    void reusePortOffDealsConnectionsRoundRobin() throws Exception {
        BoundListener listener =
                runtime.bind(
                        new InetSocketAddress(LOOPBACK, 0),
                        ListenerOptions.defaults().withReusePort(ListenerOptions.ReusePort.OFF),
                        echo());
        assertThat(listener.perCoreSockets()).isFalse();
        assertThat(listeningSockets(port(listener))).isEqualTo(1);
        try (Socket one = echoOnce(port(listener));
                Socket two = echoOnce(port(listener))) {
            assertThat(one.isConnected()).isTrue();
            assertThat(two.isConnected()).isTrue();
            assertThat(acceptedOn).containsExactlyInAnyOrderElementsOf(runtime.cores());
        }
    }

    @Test
    void portOfAnotherServerIsABindException() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> bind(other.getLocalPort()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("Address already in use")
                    .hasMessageContaining(String.valueOf(other.getLocalPort()));
        }
    }

    @Test
    void portOfAnotherTakoIsABindException() throws Exception {
        BoundListener listener = bind(0);
        try (TakoRuntime second = open(RuntimeConfig.defaults().withLoops(2))) {
            assertThatThrownBy(
                            () ->
                                    second.bind(
                                            new InetSocketAddress(LOOPBACK, port(listener)),
                                            ListenerOptions.defaults(),
                                            echo()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("Address already in use");
        }
        echoOnce(port(listener)).close();
    }

    @Test
    void addressOfAnotherMachineIsABindException() {
        assertThatThrownBy(
                        () ->
                                runtime.bind(
                                        new InetSocketAddress("192.0.2.1", 0),
                                        ListenerOptions.defaults(),
                                        echo()))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void stoppedListenerFreesItsPortAndKeepsItsConnections() throws Exception {
        BoundListener listener = bind(0);
        int port = port(listener);
        try (Socket client = echoOnce(port)) {
            listener.stopAccepting();
            listener.close();
            assertThat(listeningSockets(port)).isZero();
            assertThatThrownBy(() -> new Socket(LOOPBACK, port)).isInstanceOf(IOException.class);
            client.getOutputStream().write('b');
            assertThat(client.getInputStream().read()).isEqualTo('b');
            BoundListener again = bind(port);
            assertThat(port(again)).isEqualTo(port);
        }
    }

    @Test
    void finishingToAcceptServesPeersThatWereConnectedAlready() throws Exception {
        BoundListener listener = bind(0);
        int port = port(listener);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(runtime.cores().size());
        for (Core core : runtime.cores()) {
            core.eventLoop()
                    .submit(
                            () -> {
                                held.countDown();
                                return release.await(60, TimeUnit.SECONDS);
                            });
        }
        assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        List<Socket> clients = new ArrayList<>();
        try {
            // The kernel completes their handshakes; nobody accepts them yet.
            for (int i = 0; i < 20; i++) {
                Socket client = new Socket(LOOPBACK, port);
                client.setSoTimeout(30_000);
                clients.add(client);
            }
            FutureTask<Boolean> finished =
                    new FutureTask<>(() -> listener.finishAccepting(Duration.ofSeconds(30)));
            Thread.ofVirtual().start(finished);
            release.countDown();
            assertThat(finished.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(listeningSockets(port)).isZero();
            for (Socket client : clients) {
                client.getOutputStream().write('c');
                assertThat(client.getInputStream().read()).isEqualTo('c');
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        assertThat(listener.finishAccepting(Duration.ZERO)).isFalse();
        assertThat(listener.acceptFailures()).isZero();
    }

    @Test
    void bindOnALoopThreadIsRefusedBecauseItWaits() {
        assertThatThrownBy(() -> runtime.cores().getFirst().eventLoop().submit(() -> bind(0)).get())
                .cause()
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void yieldingHandlersDoNotKeepConnectionsFromBeingServed() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<TestTask> yielding = new ArrayList<>();
        for (Core core : runtime.cores()) {
            yielding.add(
                    TestTask.start(
                            core,
                            () -> {
                                while (!stop.get()) {
                                    Thread.yield();
                                }
                            }));
        }
        echoOnce(port(bind(0))).close();
        stop.set(true);
        for (TestTask task : yielding) {
            task.await();
        }
    }

    @Test
    void blockingSocketReadInAHandlerParksIt() throws Exception {
        Core core = runtime.cores().getFirst();
        CountDownLatch connected = new CountDownLatch(1);
        try (ServerSocket peer = new ServerSocket(0, 1, LOOPBACK)) {
            TestTask reader =
                    TestTask.start(
                            core,
                            () -> {
                                try (Socket socket = new Socket(LOOPBACK, peer.getLocalPort())) {
                                    connected.countDown();
                                    assertThat(socket.getInputStream().read()).isEqualTo('x');
                                    assertThat(Core.current())
                                            .isSameAs(
                                                    runtime.kind() == RuntimeKind.PER_CORE
                                                            ? core
                                                            : null);
                                }
                            });
            try (Socket accepted = peer.accept()) {
                assertThat(connected.await(30, TimeUnit.SECONDS)).isTrue();
                // The reader has nothing to read, and its loop is free all the same.
                TestTask.start(core, () -> Thread.sleep(1)).await();
                accepted.getOutputStream().write('x');
                reader.await();
            }
        }
    }

    @Test
    void restartingLeavesNoThreadsBehind() throws Exception {
        runtime.close();
        String prefix = "again";
        for (int i = 0; i < 10; i++) {
            runtime = open(RuntimeConfig.defaults().withLoops(2).withThreadPrefix(prefix));
            echoOnce(port(bind(0))).close();
            TestTask.start(runtime.cores().getFirst(), () -> Thread.sleep(1)).await();
            runtime.close();
        }
        Await.until(
                "no thread is left",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(thread -> thread.getName().startsWith(prefix)));
    }

    private BoundListener bind(int port) throws BindException {
        return runtime.bind(
                new InetSocketAddress(LOOPBACK, port), ListenerOptions.defaults(), echo());
    }

    private static int port(BoundListener listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private ChannelInitializer<Channel> echo() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                assertThat(channel.eventLoop().inEventLoop()).isTrue();
                acceptedOn.add(Core.of(channel.eventLoop()));
                channel.pipeline()
                        .addLast(
                                new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelRead(
                                            ChannelHandlerContext context, Object message) {
                                        context.writeAndFlush(message);
                                    }
                                });
            }
        };
    }

    private static Socket echoOnce(int port) throws IOException {
        Socket client = new Socket(LOOPBACK, port);
        client.setSoTimeout(30_000);
        client.getOutputStream().write('a');
        assertThat(client.getInputStream().read()).isEqualTo('a');
        return client;
    }

    /** Asks the kernel how many sockets listen on a port. */
    private static long listeningSockets(int port) throws IOException {
        String local = ":" + String.format(Locale.ROOT, "%04X", port);
        long count = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                count +=
                        lines.map(line -> line.strip().split("\\s+"))
                                .filter(f -> f.length > 3)
                                .filter(f -> f[1].endsWith(local) && f[3].equals("0A"))
                                .count();
            }
        }
        return count;
    }
}
