package io.tako.runtime;

import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** Sends by the JDK's channel below a channel of Netty's. */
final class SelectableSender implements DatagramSender {

    private final DatagramChannel socket;

    private SelectableSender(DatagramChannel socket) {
        this.socket = socket;
    }

    /** A new channel with such a sender. */
    static io.netty.channel.socket.DatagramChannel channel(@Nullable SocketProtocolFamily family) {
        try {
            DatagramChannel socket =
                    family == SocketProtocolFamily.INET
                            ? DatagramChannel.open(StandardProtocolFamily.INET)
                            : DatagramChannel.open();
            return SenderAttribute.give(
                    new NioDatagramChannel(socket), new SelectableSender(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean choosesAddress() {
        return false;
    }

    /** The JDK says 0 of an empty datagram, whether it was sent or there was no room. */
    @Override
    public Outcome send(InetSocketAddress to, byte[] bytes, @Nullable InetAddress from)
            throws IOException {
        int sent = socket.send(ByteBuffer.wrap(bytes), to);
        return sent == bytes.length ? Outcome.SENT : Outcome.LATER;
    }
}
