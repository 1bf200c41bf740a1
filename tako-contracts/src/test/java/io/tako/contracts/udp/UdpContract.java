package io.tako.contracts.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.access.Admission;
import io.tako.access.ConnectionFilter;
import io.tako.access.Transport;
import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.machine.Memory;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.UdpPeer;
import io.tako.contracts.servers.RunningUdp;
import io.tako.runtime.DatagramOptions;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.UdpCounts;
import io.tako.transport.config.UdpListenerConfig;
import io.tako.transport.config.UdpOptions;
import io.tako.udp.UdpHandler;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What raw UDP does on every runtime and every I/O back end. */
@EveryBackEnd
final class UdpContract {

    private static final int FLOOD = 200_000;
    private static final int SENDERS = 8;

    private final RuntimeKind kind;
    private final IoPreference io;
    private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private @Nullable RunningUdp running;

    UdpContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    private RunningUdp server() {
        return Objects.requireNonNull(running);
    }

    private UdpPeer serve(UdpHandler handler) throws IOException {
        return serve(listener -> listener, handler);
    }

    private UdpPeer serve(UnaryOperator<UdpListenerConfig> settings, UdpHandler handler)
            throws IOException {
        running = RunningUdp.start(kind, io, 2, settings, handler);
        return UdpPeer.of(server().address());
    }

    private Object next() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(60, TimeUnit.SECONDS), "nothing was seen");
    }

    /** The counts once as many datagrams are accounted for. */
    private UdpCounts settled(long came) {
        Waiting.until(
                () -> {
                    UdpCounts counts = server().counts();
                    assertThat(accounted(counts)).as(counts::toString).isEqualTo(came);
                });
        return server().counts();
    }

    private static long accounted(UdpCounts counts) {
        return counts.received()
                + counts.shed()
                + counts.dropped()
                + counts.oversized()
                + counts.denied();
    }

    @Test
    void aDatagramIsAnsweredToWhoSentIt() throws Exception {
        UdpHandler handler =
                datagram -> {
                    seen.add(datagram.sender().getPort());
                    seen.add(datagram.socket().localAddress());
                    datagram.reply(("got " + datagram.text()).getBytes());
                };
        try (UdpPeer peer = serve(handler)) {
            assertThat(peer.send("one").receiveText()).isEqualTo("got one");
            assertThat(peer.send("").receiveText()).isEqualTo("got ");
            assertThat(next()).isEqualTo(peer.port());
            assertThat(next()).isEqualTo(server().address());
        }
        assertThat(settled(2).received()).isEqualTo(2);
        // An answer may be there before its socket has heard that it left.
        Waiting.until(() -> server().counts().sent(), 2);
    }

    @Test
    void datagramsOfSendersThatAFilterTurnsAwayAreCounted() throws Exception {
        Set<Integer> unwanted = ConcurrentHashMap.newKeySet();
        ConnectionFilter filter =
                attempt -> {
                    seen.add(attempt.transport());
                    int port = ((InetSocketAddress) attempt.source()).getPort();
                    return unwanted.contains(port) ? Admission.deny("no") : Admission.allow();
                };
        try (UdpPeer peer =
                        serve(
                                listener -> listener.withFilter(filter),
                                datagram -> datagram.reply(datagram.bytes()));
                UdpPeer other = UdpPeer.of(server().address())) {
            unwanted.add(other.port());
            other.send("let me in");
            assertThat(next()).isEqualTo(Transport.UDP);
            assertThat(peer.send("hello").receiveText()).isEqualTo("hello");
        }
        UdpCounts counts = settled(2);
        assertThat(counts.denied()).isEqualTo(1);
        assertThat(counts.received()).isEqualTo(1);
    }

    @Test
    void aHandlerMayWaitWhileOthersAreAtWork() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        UdpHandler handler =
                datagram -> {
                    if (datagram.text().equals("wait")) {
                        gate.await();
                    }
                    datagram.reply(datagram.bytes());
                };
        try (UdpPeer peer = serve(handler)) {
            assertThat(peer.send("wait").send("go").receiveText()).isEqualTo("go");
            gate.countDown();
            assertThat(peer.receiveText()).isEqualTo("wait");
        }
    }

    @Test
    void everySenderKeepsToTheSocketItWasDealtTo() throws Exception {
        var cores = new ConcurrentHashMap<Integer, Integer>();
        AtomicInteger strays = new AtomicInteger();
        UdpHandler handler =
                datagram -> {
                    int core = datagram.socket().core();
                    Integer before = cores.putIfAbsent(datagram.sender().getPort(), core);
                    if (before != null && before != core) {
                        strays.incrementAndGet();
                    }
                    datagram.reply(datagram.bytes());
                };
        serve(handler).close();
        for (int i = 0; i < 32; i++) {
            try (UdpPeer peer = UdpPeer.of(server().address())) {
                assertThat(peer.send("a").receiveText()).isEqualTo("a");
                assertThat(peer.send("b").receiveText()).isEqualTo("b");
            }
        }
        assertThat(strays).hasValue(0);
        assertThat(cores.values()).hasSizeGreaterThan(16);
        if (kind == RuntimeKind.PER_CORE) {
            assertThat(cores.values()).contains(0, 1);
        } else {
            assertThat(cores.values()).containsOnly(0);
        }
    }

    @Test
    void whatIsTooLargeIsCountedAndNotHandled() throws Exception {
        try (UdpPeer peer =
                serve(
                        listener ->
                                listener.withSocket(DatagramOptions.defaults().withMaxPayload(100)),
                        datagram -> datagram.reply(datagram.bytes()))) {
            peer.send(new byte[101]).send(new byte[5000]).send(new byte[100]);
            assertThat(peer.receive()).hasSize(100);
            UdpCounts counts = settled(3);
            assertThat(counts.oversized()).isEqualTo(2);
            assertThat(counts.received()).isEqualTo(1);
        }
    }

    @Test
    void theLargestDatagramThereIsPasses() throws Exception {
        int largest = DatagramOptions.LARGEST_PAYLOAD;
        try (UdpPeer peer =
                serve(
                        listener ->
                                listener.withSocket(
                                        DatagramOptions.defaults().withMaxPayload(largest)),
                        datagram -> {
                            datagram.reply(datagram.bytes());
                            assertThatThrownBy(() -> datagram.reply(new byte[largest + 1]))
                                    .isInstanceOf(IllegalArgumentException.class);
                        })) {
            byte[] bytes = new byte[largest];
            bytes[largest - 1] = 7;
            assertThat(peer.send(bytes).receive()).isEqualTo(bytes);
        }
        assertThat(settled(1).failed()).isZero();
    }

    /** Whatever is empty must neither be lost nor have others sent more than once. */
    @Test
    void emptyDatagramsAmongOthersAreAnsweredOnceEach() throws Exception {
        int rounds = 120;
        List<String> numbers = new ArrayList<>();
        UdpHandler handler =
                datagram -> {
                    if (datagram.text().equals("burst")) {
                        // All of them in one flush.
                        for (int i = 0; i < 8; i++) {
                            datagram.reply(
                                    i % 2 == 0 ? new byte[0] : new byte[] {(byte) ('0' + i)});
                        }
                    } else {
                        datagram.reply(datagram.bytes());
                    }
                };
        try (UdpPeer empty = serve(UdpContract::oneSocket, handler);
                UdpPeer numbered = UdpPeer.of(server().address())) {
            for (int i = 0; i < rounds; i++) {
                empty.send("");
                numbered.send("n" + i);
                numbers.add("n" + i);
                if (i % 8 == 7) {
                    for (int k = 0; k < 8; k++) {
                        assertThat(empty.receive()).isEmpty();
                    }
                }
            }
            assertThat(everything(numbered, numbers.size()))
                    .containsExactlyInAnyOrderElementsOf(numbers);
            assertThat(everything(empty.send("burst"), 8))
                    .containsExactlyInAnyOrder("", "", "", "", "1", "3", "5", "7");
        }
        Waiting.until(() -> server().counts().sent(), 2L * rounds + 8 + 2);
        assertThat(server().counts().unsent()).isZero();
    }

    /** As many as are expected, and whatever is there before the answer to one more. */
    private static List<String> everything(UdpPeer peer, int expected) throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            all.add(peer.receiveText());
        }
        peer.send("last");
        for (String next = peer.receiveText(); !next.equals("last"); next = peer.receiveText()) {
            all.add(next);
        }
        return all;
    }

    private static UdpListenerConfig oneSocket(UdpListenerConfig listener) {
        return listener.withSocket(DatagramOptions.defaults().withSockets(1));
    }

    @Test
    void answersOfEverySizeLeaveInOneFlush() throws Exception {
        int largest = DatagramOptions.LARGEST_PAYLOAD;
        int[] sizes = {0, 1, 1472, 0, 1473, 9000, largest, 0, 1};
        UdpHandler handler =
                datagram -> {
                    for (int size : sizes) {
                        datagram.reply(new byte[size]);
                    }
                    assertThatThrownBy(() -> datagram.reply(new byte[largest + 1]))
                            .isInstanceOf(IllegalArgumentException.class);
                };
        try (UdpPeer peer = serve(handler)) {
            peer.send("all");
            List<Integer> came = new ArrayList<>();
            for (int i = 0; i < sizes.length; i++) {
                came.add(peer.receive().length);
            }
            assertThat(came)
                    .containsExactlyInAnyOrderElementsOf(
                            java.util.Arrays.stream(sizes).boxed().toList());
            assertThat(settled(1).failed()).isZero();
            Waiting.until(() -> server().counts().sent(), sizes.length);
            assertThat(server().counts().unsent()).isEqualTo(1);
        }
    }

    /** RFC 1122 section 4.1.3.5. A socket that is connected hears nothing from another address. */
    @Test
    void repliesLeaveFromTheAddressThatWasAskedWhereTheBackEndCan() throws Exception {
        serve(
                        listener -> listener.withAddress(new InetSocketAddress(0)),
                        datagram -> {
                            datagram.reply(datagram.bytes());
                            datagram.reply(new byte[0]);
                        })
                .close();
        int port = server().address().getPort();
        for (String host : List.of("127.0.0.1", "127.0.0.2", "127.1.2.3", "::1")) {
            InetSocketAddress asked = new InetSocketAddress(InetAddress.getByName(host), port);
            boolean chosen = io == IoPreference.EPOLL || host.endsWith(".1") || host.equals("::1");
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(30_000);
                if (chosen) {
                    socket.connect(asked);
                }
                socket.send(new DatagramPacket(host.getBytes(), host.length(), asked));
                DatagramPacket answer = new DatagramPacket(new byte[100], 100);
                socket.receive(answer);
                assertThat(new String(answer.getData(), 0, answer.getLength())).isEqualTo(host);
                assertThat(answer.getSocketAddress().equals(asked)).isEqualTo(chosen);
                socket.receive(answer);
                assertThat(answer.getLength()).isZero();
                assertThat(answer.getSocketAddress().equals(asked)).isEqualTo(chosen);
            }
        }
    }

    @Test
    void whatDoesNotFitInTheQueueIsShedAndCounted() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        UdpHandler handler =
                datagram -> {
                    gate.await();
                    seen.add(datagram.text());
                };
        try (UdpPeer peer =
                serve(
                        listener ->
                                listener.withOptions(
                                        UdpOptions.defaults().withQueue(4).withConcurrency(2)),
                        handler)) {
            peer.send("0").send("1");
            Waiting.until(() -> server().counts().received(), 2);
            for (int i = 2; i < 20; i++) {
                peer.send("" + i);
            }
            Waiting.until(() -> server().counts().shed(), 14);
            UdpCounts counts = server().counts();
            assertThat(counts.waiting()).isEqualTo(4);
            assertThat(counts.received()).isEqualTo(2);
            gate.countDown();
            List<Object> handled = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                handled.add(next());
            }
            assertThat(handled).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5");
            assertThat(settled(20).waiting()).isZero();
        }
    }

    @Test
    void whatTheSystemDropsIsCountedToo() throws Exception {
        AtomicBoolean held = new AtomicBoolean(true);
        UdpHandler handler =
                datagram -> {
                    seen.add("on the loop");
                    // Waits without parking, so that nothing is received meanwhile.
                    while (held.get()) {
                        Thread.onSpinWait();
                    }
                };
        UnaryOperator<UdpListenerConfig> settings =
                listener ->
                        listener.withSocket(
                                DatagramOptions.defaults().withSockets(1).withReceiveBuffer(4096));
        try (UdpPeer peer = serve(settings, handler)) {
            peer.send("hold");
            assertThat(next()).isEqualTo("on the loop");
            for (int i = 0; i < 200; i++) {
                peer.send(new byte[1000]);
            }
            held.set(false);
            assertThat(settled(201).dropped()).isPositive();
        } finally {
            held.set(false);
        }
        long dropped = server().counts().dropped();
        server().server().stop();
        assertThat(server().counts().dropped()).isEqualTo(dropped);
    }

    @Test
    void aHandlerThatFailsIsCountedAndTheNextDatagramHandled() throws Exception {
        UdpHandler handler =
                datagram -> {
                    if (datagram.text().equals("bad")) {
                        throw new IllegalStateException("on purpose");
                    }
                    datagram.reply(datagram.bytes());
                };
        try (UdpPeer peer = serve(handler)) {
            assertThat(peer.send("bad").send("bad").send("good").receiveText()).isEqualTo("good");
        }
        assertThat(settled(3).failed()).isEqualTo(2);
    }

    @Test
    void aFloodFromManySourcesIsAccountedForToTheLastDatagram() throws Exception {
        LongAdder handled = new LongAdder();
        serve(datagram -> handled.add(datagram.bytes()[0])).close();
        long before = Memory.used();
        List<CompletableFuture<Void>> sending = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            sending.add(CompletableFuture.runAsync(this::flood));
        }
        for (CompletableFuture<Void> one : sending) {
            one.get(120, TimeUnit.SECONDS);
        }
        UdpCounts counts = settled(FLOOD);
        assertThat(Memory.used() - before).isLessThan(24L << 20);
        Waiting.until(handled::sum, counts.received());
        assertThat(counts.received()).isPositive();
        assertThat(counts.oversized()).isZero();
    }

    private void flood() {
        byte[] bytes = new byte[64];
        bytes[0] = 1;
        try (UdpPeer peer = UdpPeer.of(server().address())) {
            for (int i = 0; i < FLOOD / SENDERS; i++) {
                peer.send(bytes);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aGroupIsJoined() throws Exception {
        NetworkInterface loopback =
                NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        InetAddress group = InetAddress.getByName("239.77.65.75");
        DatagramOptions options =
                DatagramOptions.defaults()
                        .withGroups(List.of(new DatagramOptions.Group(group, loopback)));
        UnaryOperator<UdpListenerConfig> settings =
                listener ->
                        new UdpListenerConfig(
                                listener.name(),
                                new InetSocketAddress(0),
                                listener.handler(),
                                listener.options(),
                                options,
                                listener.filter());
        serve(settings, datagram -> seen.add(datagram.text())).close();
        try (var socket = new java.net.MulticastSocket()) {
            socket.setNetworkInterface(loopback);
            byte[] bytes = "to all".getBytes();
            socket.send(
                    new java.net.DatagramPacket(
                            bytes, bytes.length, group, server().address().getPort()));
        }
        assertThat(next()).isEqualTo("to all");
        assertThat(settled(1).received()).isEqualTo(1);
    }

    @Test
    void aDrainHandlesWhatWasReceived() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        UdpHandler handler =
                datagram -> {
                    seen.add("at work");
                    gate.await();
                    datagram.reply(datagram.bytes());
                };
        try (UdpPeer peer = serve(handler)) {
            peer.send("last");
            assertThat(next()).isEqualTo("at work");
            CompletableFuture<DrainReport> drained = server().server().drain();
            gate.countDown();
            assertThat(peer.receiveText()).isEqualTo("last");
            assertThat(drained.get(60, TimeUnit.SECONDS).cut()).isZero();
            assertThat(server().server().running()).isFalse();
            assertThat(server().counts().received()).isEqualTo(1);
        }
    }

    @Test
    void whatDoesNotEndIsCutAndCounted() throws Exception {
        UdpHandler handler =
                datagram -> {
                    seen.add("at work");
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        seen.add(e);
                    }
                };
        try (UdpPeer peer = serve(handler)) {
            peer.send("endless");
            assertThat(next()).isEqualTo("at work");
            assertThat(server().server().drain(java.time.Duration.ofMillis(100)).get())
                    .hasToString("0 connections finished, 1 cut (1 at a datagram)");
            assertThat(next()).isInstanceOf(InterruptedException.class);
        }
    }
}
