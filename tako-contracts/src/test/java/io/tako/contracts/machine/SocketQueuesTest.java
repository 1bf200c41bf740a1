package io.tako.contracts.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class SocketQueuesTest {

    @Test
    void tellsWhatNobodyHasRead() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(new byte[7]);
            Waiting.until(
                    () ->
                            assertThat(SocketQueues.of(client))
                                    .containsExactlyInAnyOrder(
                                            "client (state 01): 0 bytes to send, 0 bytes unread",
                                            "server (state 01): 0 bytes to send, 7 bytes unread"));
            assertThat(accepted.getInputStream().readNBytes(7)).hasSize(7);
            assertThat(SocketQueues.of(client))
                    .contains("server (state 01): 0 bytes to send, 0 bytes unread");
        }
    }
}
