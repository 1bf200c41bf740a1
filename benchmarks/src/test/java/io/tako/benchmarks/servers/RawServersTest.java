package io.tako.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RawServersTest {
    private static final int WAIT_MILLIS = 30_000;

    static Stream<Arguments> tcp() {
        return Started.pairs(Protocol.TCP);
    }

    static Stream<Arguments> udp() {
        return Started.pairs(Protocol.UDP);
    }

    @ParameterizedTest
    @MethodSource("tcp")
    void everyByteComesBackInItsOrder(Servers which, Protocol protocol) throws Exception {
        byte[] sent = new byte[50_000];
        new Random(1).nextBytes(sent);
        try (RunningServer server = Started.server(which, protocol);
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(WAIT_MILLIS);
            socket.getOutputStream().write(sent, 0, 13);
            byte[] returned = new byte[sent.length];
            socket.getInputStream().readNBytes(returned, 0, 13);
            socket.getOutputStream().write(sent, 13, sent.length - 13);
            socket.getInputStream().readNBytes(returned, 13, sent.length - 13);

            assertThat(ByteBuffer.wrap(returned)).isEqualTo(ByteBuffer.wrap(sent));
        }
    }

    @ParameterizedTest
    @MethodSource("udp")
    void everyDatagramComesBackToWhoSentIt(Servers which, Protocol protocol) throws Exception {
        try (RunningServer server = Started.server(which, protocol);
                var one = new DatagramSocket();
                var other = new DatagramSocket()) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            for (int i = 0; i < 20; i++) {
                send(one, "one " + i, address);
                send(other, "other " + i, address);
                assertThat(receive(one)).isEqualTo("one " + i);
                assertThat(receive(other)).isEqualTo("other " + i);
            }
        }
    }

    private static void send(DatagramSocket socket, String text, SocketAddress to)
            throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static String receive(DatagramSocket socket) throws Exception {
        socket.setSoTimeout(WAIT_MILLIS);
        var packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }
}
