package io.tako.contracts.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.machine.Memory;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.http.ClientGoneException;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.Framing;
import io.tako.tcp.InputEndedException;
import io.tako.tcp.TcpFrames;
import io.tako.tcp.TcpHandler;
import io.tako.transport.DrainReport;
import io.tako.transport.config.TcpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What holds raw TCP within bounds: windows, numbers, time and a drain. */
@EveryBackEnd
final class TcpLimitsContract extends TcpServerContract {

    private static final long LOTS = 48L << 20;
    private static final int CROWD = 1000;
    private static final int MOST_OF_AN_ARRAY = Integer.MAX_VALUE - 8;

    private final AtomicLong moved = new AtomicLong();

    TcpLimitsContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    // Back-pressure and bounds.

    @Test
    void aHandlerThatDoesNotReadSlowsItsPeer() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicLong sent = new AtomicLong();
        TcpHandler handler =
                connection -> {
                    gate.await();
                    for (byte[] some = connection.read(); some != null; some = connection.read()) {
                        moved.addAndGet(some.length);
                    }
                    seen.add("all of it");
                };
        try (RawClient client = serve(handler)) {
            long before = Memory.used();
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> sendLots(client, sent));
            assertThat(Waiting.settled(sent::get)).isLessThan(LOTS);
            assertThat(Memory.used() - before).isLessThan(8L << 20);
            gate.countDown();
            assertThat(next()).isEqualTo("all of it");
            assertThat(moved).hasValue(LOTS);
            sending.get(60, TimeUnit.SECONDS);
        }
    }

    private static void sendLots(RawClient client, AtomicLong sent) {
        try {
            for (byte[] piece = new byte[PIECE]; sent.get() < LOTS; sent.addAndGet(PIECE)) {
                client.send(piece);
            }
            client.halfClose();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPeerThatDoesNotReadParksItsHandler() throws Exception {
        TcpHandler handler =
                connection -> {
                    byte[] piece = new byte[PIECE];
                    while (moved.get() < LOTS) {
                        ByteBuffer.wrap(piece).putLong(moved.get());
                        connection.write(piece);
                        moved.addAndGet(PIECE);
                    }
                };
        try (RawClient client = serve(handler)) {
            long before = Memory.used();
            assertThat(Waiting.settled(moved::get)).isLessThan(LOTS);
            assertThat(Memory.used() - before).isLessThan(8L << 20);
            byte[] piece = new byte[PIECE];
            for (long at = 0; at < LOTS; at += PIECE) {
                assertThat(client.in().readNBytes(piece, 0, PIECE)).isEqualTo(PIECE);
                assertThat(ByteBuffer.wrap(piece).getLong()).isEqualTo(at);
            }
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aThousandConnectionsParkOnOneCore() throws Exception {
        List<RawClient> crowd = new ArrayList<>();
        crowd.add(serve(TcpContract::echo));
        while (crowd.size() < CROWD) {
            crowd.add(RawClient.connect(server().port()));
        }
        for (RawClient client : crowd) {
            client.send("you there?");
        }
        for (RawClient client : crowd) {
            assertThat(read(client, 10)).isEqualTo("you there?");
        }
        assertThat(server().counts().connections()).isEqualTo(CROWD);
        for (RawClient client : crowd) {
            client.close();
        }
        Waiting.until(() -> server().counts().connections(), 0);
    }

    @Test
    void connectionsBeyondTheLimitAreClosed() throws Exception {
        TcpOptions one = TcpOptions.defaults().withMaxConnections(1);
        try (RawClient first = serve(one, TcpContract::echo)) {
            assertThat(read(first.send("in"), 2)).isEqualTo("in");
            try (RawClient second = RawClient.connect(server().port())) {
                assertThat(second.closed()).isTrue();
            }
            assertThat(server().counts().refusedConnections()).isEqualTo(1);
        }
    }

    // Time.

    @Test
    void anIdleConnectionSeesTheEndOfItsInput() throws Exception {
        TcpOptions options = TcpOptions.defaults().withIdleTimeout(Duration.ofSeconds(2));
        TcpHandler handler =
                connection -> {
                    echo(connection);
                    connection.write(ascii("bye"));
                };
        try (RawClient client = serve(options, handler)) {
            assertThat(read(client.send("once"), 4)).isEqualTo("once");
            assertThat(text(client.in().readAllBytes())).isEqualTo("bye");
        }
    }

    @Test
    void aPartIsNotReadAsTheWholeWhereThisSideEndsTheInput() throws Exception {
        TcpOptions options = TcpOptions.defaults().withIdleTimeout(Duration.ofSeconds(1));
        try (RawClient client = serve(options, watched(connection -> connection.readToEnd(1000)))) {
            client.send("a part");
            assertThat(next()).isInstanceOf(InputEndedException.class);
        }
    }

    @Test
    void aCountThatThePeerNamesHoldsNoMemory() throws Exception {
        try (RawClient client =
                serve(watched(connection -> connection.readExactly(MOST_OF_AN_ARRAY)))) {
            client.send("not so many");
            client.halfClose();
            assertThat(next()).isInstanceOf(InputEndedException.class);
        }
    }

    @Test
    void anOldConnectionDrains() throws Exception {
        TcpOptions options = TcpOptions.defaults().withLifetime(SOON);
        TcpHandler handler =
                connection -> {
                    connection.onDrain(() -> seen.add("on drain"));
                    echo(connection);
                    seen.add(connection.draining());
                };
        try (RawClient client = serve(options, handler)) {
            assertThat(next()).isEqualTo("on drain");
            assertThat(next()).isEqualTo(true);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aPeerThatTakesNothingIsGivenUp() throws Exception {
        TcpOptions options = TcpOptions.defaults().withWriteStall(SOON);
        TcpHandler handler =
                watched(
                        connection -> {
                            while (true) {
                                connection.write(new byte[PIECE]);
                            }
                        });
        try (RawClient client = serve(options, handler)) {
            assertThat(next()).isInstanceOf(ClientGoneException.class);
            assertThatThrownBy(() -> client.in().readAllBytes())
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aHandlerThatDoesNotSeeItsPeerGoIsInterrupted() throws Exception {
        TcpOptions options = TcpOptions.defaults().withCloseTimeout(SOON);
        TcpHandler handler = watched(connection -> new CountDownLatch(1).await());
        RawClient client = serve(options, handler);
        Waiting.until(() -> server().counts().connections(), 1);
        client.reset();
        assertThat(next()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aReaderIsToldThatItsPeerIsLost() throws Exception {
        TcpHandler handler =
                watched(
                        connection -> {
                            seen.add(text(connection.readExactly(5)));
                            connection.readExactly(5);
                        });
        RawClient client = serve(handler).send("begun");
        // On io_uring Netty does not see a reset that came before its first read.
        assertThat(next()).isEqualTo("begun");
        client.reset();
        assertThat(next()).isInstanceOf(ClientGoneException.class);
    }

    // Drain.

    @Test
    void aDrainWaitsForWhatWasBegunAndEndsWhatIsQuiet() throws Exception {
        TcpHandler handler =
                connection -> {
                    TcpFrames lines = connection.frames(Framing.lines(100));
                    for (String line = lines.readText(); line != null; line = lines.readText()) {
                        if (line.equals("work")) {
                            seen.add("at work");
                            while (!connection.draining()) {
                                TimeUnit.MILLISECONDS.sleep(5);
                            }
                        }
                        lines.writeText(line + " done");
                    }
                    lines.writeText("bye");
                };
        try (RawClient quiet = serve(handler);
                RawClient busy = RawClient.connect(server().port()).send("work\nmore\n")) {
            assertThat(next()).isEqualTo("at work");
            CompletableFuture<DrainReport> drained = server().server().drain();
            assertThat(text(busy.in().readAllBytes())).isEqualTo("work done\nmore done\nbye\n");
            assertThat(text(quiet.in().readAllBytes())).isEqualTo("bye\n");
            busy.close();
            quiet.close();
            assertThat(drained.get(60, TimeUnit.SECONDS))
                    .hasToString("2 connections finished, none cut");
        }
    }

    @Test
    void whatDoesNotEndIsCutAndCounted() throws Exception {
        try (RawClient client = serve(connection -> new CountDownLatch(1).await())) {
            Waiting.until(() -> server().counts().connections(), 1);
            assertThat(server().server().drain(SOON).get(60, TimeUnit.SECONDS))
                    .hasToString("0 connections finished, 1 cut (1 at a TCP connection)");
            assertThat(client.closed()).isTrue();
            assertThat(server().counts().cut()).isEqualTo(1);
        }
    }
}
