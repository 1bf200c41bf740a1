package io.tako.contracts.listeners;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.machine.HandedOverSocket;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.contracts.servers.RunningTcp;
import io.tako.contracts.servers.RunningUdp;
import io.tako.runtime.InheritedAddress;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.TcpListenerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What listeners do with a socket that another process has opened. A subclass says of which kind it
 * is.
 */
abstract class InheritedContract extends OneSocketContract {

    private @Nullable HandedOverSocket socket;

    InheritedContract(RuntimeKind kind) {
        super(kind, IoPreference.EPOLL);
    }

    /** Opens the socket. */
    abstract HandedOverSocket open() throws IOException;

    /** The status of a request for {@code /peer}. */
    abstract int statusOfPeer();

    final HandedOverSocket socket() throws IOException {
        if (socket == null) {
            socket = open();
        }
        return socket;
    }

    @AfterEach
    void closeSocket() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }

    @Override
    InheritedAddress place() throws IOException {
        return socket().address();
    }

    @Test
    void theListenerIsWhereTheSocketIs() throws IOException {
        assertThat(start().server().localAddress(ListenerConfig.PRIMARY))
                .isEqualTo(place().address());
    }

    @Test
    void peersAreToldWhereTheSystemTellsThem() throws IOException {
        start();
        try (RawClient client = client()) {
            assertThat(client.send(GET.formatted("/peer")).reply().status())
                    .isEqualTo(statusOfPeer());
        }
    }

    @Test
    void whoCameBeforeTheServerIsServed() throws IOException {
        socket();
        try (RawClient early = client()) {
            early.send(GET.formatted("/"));
            start();
            assertThat(early.reply().text()).isEqualTo("hello");
        }
    }

    @Test
    void theSocketOutlivesItsListenerAndServesTheNext() throws IOException {
        RunningServer running = start();
        for (int i = 0; i < 3; i++) {
            assertThat(get("/")).isEqualTo("hello");
            running.server().stop();
            try (RawClient between = client()) {
                between.send(GET.formatted("/"));
                running.server().start();
                assertThat(between.reply().text()).isEqualTo("hello");
            }
        }
    }

    @Test
    void drainFinishesRequestsAndLeavesWhoComesToTheNextServer() throws Exception {
        RunningServer running = start();
        CompletableFuture<DrainReport> drain;
        RawClient late;
        try (RawClient client = client()) {
            client.send(GET.formatted("/held"));
            begun().await();
            drain = running.server().drain();
            awaitStopped();
            late = client();
            late.send(GET.formatted("/"));
            gate().countDown();
            assertThat(client.reply().text()).isEqualTo("at last");
        }
        assertThat(drain.get(60, TimeUnit.SECONDS).finished()).isEqualTo(1);
        try (late;
                RunningServer next =
                        RunningServer.start(
                                kind(),
                                io(),
                                2,
                                listener -> listener.withAddress(address()),
                                this::routes)) {
            assertThat(late.reply().text()).isEqualTo("hello");
            assertThat(next.server().counts(ListenerConfig.PRIMARY).accepted()).isEqualTo(1);
        }
    }

    private InheritedAddress address() {
        return Objects.requireNonNull(socket).address();
    }

    /** The drain has stopped accepting once the listener's own descriptor is closed. */
    private void awaitStopped() throws Exception {
        Waiting.until(() -> assertThat(socket().descriptors()).isEqualTo(1));
    }

    @Test
    void rawHandlersTalkOverIt() throws IOException {
        InheritedAddress place = place();
        try (RunningTcp running =
                        RunningTcp.start(
                                kind(),
                                io(),
                                2,
                                (TcpListenerConfig listener) -> listener.withAddress(place),
                                DrainConfig.defaults(),
                                connection -> connection.write(connection.readExactly(4)));
                Socket peer = connect()) {
            peer.getOutputStream().write("ping".getBytes(US_ASCII));
            assertThat(peer.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("ping");
            assertThat(running.counts().accepted()).isEqualTo(1);
        }
    }

    @Test
    void otherBackEndsDoNotStart() throws IOException {
        InheritedAddress place = place();
        for (IoPreference other : new IoPreference[] {IoPreference.IO_URING, IoPreference.NIO}) {
            assertThatThrownBy(
                            () ->
                                    RunningServer.start(
                                            kind(),
                                            other,
                                            1,
                                            listener -> listener.withAddress(place),
                                            this::routes))
                    .hasRootCauseInstanceOf(BindException.class)
                    .hasStackTraceContaining("an inherited socket needs epoll");
        }
    }

    @Test
    void datagramsAreNotReceivedThere() throws IOException {
        InheritedAddress place = place();
        assertThatThrownBy(
                        () ->
                                RunningUdp.start(
                                        kind(),
                                        io(),
                                        1,
                                        listener -> listener.withAddress(place),
                                        datagram -> {}))
                .hasStackTraceContaining("does not receive datagrams");
    }
}
