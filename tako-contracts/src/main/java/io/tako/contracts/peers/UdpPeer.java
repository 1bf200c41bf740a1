package io.tako.contracts.peers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A socket of the loopback interface that sends datagrams to one address and reads answers. */
public final class UdpPeer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final DatagramSocket socket;
    private final InetSocketAddress to;

    private UdpPeer(DatagramSocket socket, InetSocketAddress to) {
        this.socket = socket;
        this.to = to;
    }

    /** A new one, on a port of its own. */
    public static UdpPeer of(InetSocketAddress to) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        DatagramSocket socket = new DatagramSocket(any);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new UdpPeer(socket, to);
    }

    /** Sends a datagram. */
    public UdpPeer send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
        return this;
    }

    /** Sends a datagram of ASCII text. */
    public UdpPeer send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The next datagram that comes, whoever sent it. */
    public byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** The next datagram as ASCII text. */
    public String receiveText() throws IOException {
        return new String(receive(), StandardCharsets.US_ASCII);
    }

    /** The port it sends from. */
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
