package io.tako.transport.udp;

import io.tako.udp.Datagram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A datagram on the heap.
 *
 * @param asked the address of this machine that replies leave from; null for the system's choice
 */
record ReceivedDatagram(
        InetSocketAddress sender, byte[] bytes, UdpServerSocket socket, @Nullable InetAddress asked)
        implements Datagram {

    @Override
    public boolean reply(byte[] answer) {
        return socket.send(sender, answer, asked);
    }

    @Override
    public String toString() {
        return "datagram of " + bytes.length + " bytes from " + sender;
    }
}
