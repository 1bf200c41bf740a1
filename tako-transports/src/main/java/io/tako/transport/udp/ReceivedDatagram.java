package io.tako.transport.udp;

import io.tako.udp.Datagram;
import io.tako.udp.UdpSocket;
import java.net.InetSocketAddress;

/** A datagram on the heap. */
record ReceivedDatagram(InetSocketAddress sender, byte[] bytes, UdpSocket socket)
        implements Datagram {

    @Override
    public String toString() {
        return "datagram of " + bytes.length + " bytes from " + sender;
    }
}
