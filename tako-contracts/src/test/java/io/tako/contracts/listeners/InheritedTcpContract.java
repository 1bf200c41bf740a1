package io.tako.contracts.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryRuntime;
import io.tako.contracts.machine.HandedOverSocket;
import io.tako.contracts.peers.RawClient;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** HTTP over a TCP socket that another process has opened. */
@EveryRuntime
final class InheritedTcpContract extends InheritedContract {

    InheritedTcpContract(RuntimeKind kind) {
        super(kind);
    }

    @Override
    HandedOverSocket open() throws IOException {
        return HandedOverSocket.tcp();
    }

    @Override
    int statusOfPeer() {
        return 403;
    }

    @Override
    Socket connect() throws IOException {
        InetSocketAddress address = (InetSocketAddress) place().address();
        return new Socket(address.getAddress(), address.getPort());
    }

    @Test
    void handlersSeeBothAddresses() throws IOException {
        start();
        try (Socket socket = connect();
                RawClient client = RawClient.over(socket)) {
            assertThat(client.send(GET.formatted("/connection")).reply().text())
                    .isEqualTo(
                            "http/1.1 /127.0.0.1:%d /127.0.0.1:%d"
                                    .formatted(socket.getLocalPort(), socket.getPort()));
        }
    }
}
