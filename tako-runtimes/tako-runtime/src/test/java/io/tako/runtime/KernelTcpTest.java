package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class KernelTcpTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static KernelTcp look(ServerSocket listener) {
        KernelTcp kernel = KernelTcp.look((InetSocketAddress) listener.getLocalSocketAddress());
        assertThat(kernel).isNotNull();
        return kernel;
    }

    @Test
    void connectionsThatWaitToBeAcceptedAreCounted() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, LOOPBACK)) {
            assertThat(look(listener).settled()).isTrue();
            try (Socket one = new Socket(LOOPBACK, listener.getLocalPort());
                    Socket two = new Socket(LOOPBACK, listener.getLocalPort())) {
                assertThat(two.isConnected()).isTrue();
                assertThat(look(listener).waiting()).isEqualTo(2);
                listener.accept().close();
                assertThat(look(listener).waiting()).isEqualTo(1);
                listener.accept().close();
                assertThat(look(listener).settled()).isTrue();
                assertThat(one.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aSocketIsKnownByItsAddressAndNotByItsPortAlone() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, LOOPBACK)) {
            assertThat(look(listener).inodes()).hasSize(1);
            KernelTcp listening =
                    KernelTcp.lookForListening(
                            (InetSocketAddress) listener.getLocalSocketAddress());
            assertThat(listening).isEqualTo(look(listener));
            InetSocketAddress other =
                    new InetSocketAddress(
                            InetAddress.ofLiteral("127.0.0.2"), listener.getLocalPort());
            KernelTcp elsewhere = KernelTcp.look(other);
            assertThat(elsewhere).isNotNull();
            assertThat(elsewhere.inodes()).isEmpty();
        }
    }

    @Test
    void aSocketOfAllAddressesIsFound() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            assertThat(look(listener).inodes()).hasSize(1);
            try (Socket client = new Socket(LOOPBACK, listener.getLocalPort())) {
                assertThat(client.isConnected()).isTrue();
                assertThat(look(listener).waiting()).isEqualTo(1);
            }
        }
    }
}
