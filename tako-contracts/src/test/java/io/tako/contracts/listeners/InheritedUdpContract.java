package io.tako.contracts.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryRuntime;
import io.tako.contracts.machine.HandedOverSocket;
import io.tako.contracts.peers.UdpPeer;
import io.tako.contracts.servers.RunningTcp;
import io.tako.contracts.servers.RunningUdp;
import io.tako.runtime.InheritedAddress;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.DrainConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Datagrams at a socket that another process has opened. */
@EveryRuntime
final class InheritedUdpContract {

    private final RuntimeKind kind;

    InheritedUdpContract(RuntimeKind kind) {
        this.kind = kind;
    }

    private RunningUdp serve(InheritedAddress place) {
        return RunningUdp.start(
                kind,
                IoPreference.EPOLL,
                2,
                listener -> listener.withAddress(place),
                datagram -> datagram.reply(datagram.bytes()));
    }

    @Test
    void datagramsAreAnsweredThoseThatCameBeforeToo() throws IOException {
        try (HandedOverSocket socket = HandedOverSocket.udp()) {
            InheritedAddress place = socket.address();
            for (int i = 0; i < 3; i++) {
                try (UdpPeer peer = UdpPeer.of((java.net.InetSocketAddress) place.address())) {
                    peer.send("early");
                    try (RunningUdp running = serve(place)) {
                        assertThat(peer.receiveText()).isEqualTo("early");
                        assertThat(peer.send("late").receiveText()).isEqualTo("late");
                        assertThat(running.address()).isEqualTo(place.address());
                        assertThat(running.counts().received()).isEqualTo(2);
                    }
                }
            }
        }
    }

    @Test
    void connectionsAreNotAcceptedThere() throws IOException {
        try (HandedOverSocket socket = HandedOverSocket.udp()) {
            InheritedAddress place = socket.address();
            assertThatThrownBy(
                            () ->
                                    RunningTcp.start(
                                            kind,
                                            IoPreference.EPOLL,
                                            1,
                                            listener -> listener.withAddress(place),
                                            DrainConfig.defaults(),
                                            connection -> {}))
                    .hasStackTraceContaining("receives datagrams");
        }
    }
}
