package io.tako.runtime;

import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends by the system's own call, see sendmsg(2) and ip(7). What it is told by is one block of
 * memory that is filled anew for each datagram.
 */
final class LinuxSender implements DatagramSender {

    private static final Logger log = LoggerFactory.getLogger(LinuxSender.class);

    // struct msghdr, then what it points to.
    private static final int NAME_AT = 0;
    private static final int NAME_LENGTH_AT = 8;
    private static final int VECTOR_AT = 16;
    private static final int VECTORS_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;
    private static final int HEADER_BYTES = 56;
    // struct iovec
    private static final int VECTOR = 56;
    // struct sockaddr_in or sockaddr_in6
    private static final int NAME = 72;
    private static final int NAME_BYTES = 28;
    // struct cmsghdr and struct in_pktinfo
    private static final int CONTROL = 104;
    private static final int CONTROL_LENGTH = 28;
    private static final int CONTROL_SPACE = 32;
    private static final int CONTROL_TYPE_AT = CONTROL + 12;
    private static final int SOURCE_AT = CONTROL + 20;
    private static final int BLOCK_BYTES = CONTROL + CONTROL_SPACE;

    private static final int IP_PKTINFO = 8;

    private final SocketCalls calls;
    private final EpollDatagramChannel channel;
    private final boolean six;
    private final MemorySegment block = Arena.ofAuto().allocate(BLOCK_BYTES, Long.BYTES);
    private MemorySegment content = Arena.ofAuto().allocate(2048);

    private LinuxSender(SocketCalls calls, EpollDatagramChannel channel, boolean six) {
        this.calls = calls;
        this.channel = channel;
        this.six = six;
        block.set(ValueLayout.JAVA_LONG, NAME_AT, block.address() + NAME);
        block.set(ValueLayout.JAVA_LONG, VECTOR_AT, block.address() + VECTOR);
        block.set(ValueLayout.JAVA_LONG, VECTORS_AT, 1);
    }

    /** The channel, with such a sender where the C library can be called. Not for a core. */
    static DatagramChannel with(EpollDatagramChannel channel) {
        try {
            SocketCalls calls = SocketCalls.open();
            boolean six = calls.family(channel.fd().intValue()) == SocketCalls.AF_INET6;
            return SenderAttribute.give(channel, new LinuxSender(calls, channel, six));
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("Empty datagrams cannot be sent: {}", e.getMessage());
            return channel;
        }
    }

    @Override
    public boolean choosesAddress() {
        return true;
    }

    @Override
    public Outcome send(InetSocketAddress to, byte[] bytes, @Nullable InetAddress from)
            throws IOException {
        name(to);
        if (content.byteSize() < bytes.length) {
            content = Arena.ofAuto().allocate(bytes.length);
        }
        MemorySegment.copy(bytes, 0, content, ValueLayout.JAVA_BYTE, 0, bytes.length);
        block.set(ValueLayout.JAVA_LONG, VECTOR, content.address());
        block.set(ValueLayout.JAVA_LONG, VECTOR + Long.BYTES, bytes.length);
        source(from);
        return calls.send(channel.fd().intValue(), block.asSlice(0, HEADER_BYTES))
                ? Outcome.SENT
                : Outcome.LATER;
    }

    private void name(InetSocketAddress to) {
        MemorySegment name = block.asSlice(NAME, NAME_BYTES).fill((byte) 0);
        int length = SocketCalls.write(to, six, name);
        block.set(ValueLayout.JAVA_INT, NAME_LENGTH_AT, length);
    }

    /** IPv4 alone, also on a socket of both families. */
    private void source(@Nullable InetAddress from) {
        if (from == null) {
            block.set(ValueLayout.JAVA_LONG, CONTROL_AT, 0);
            block.set(ValueLayout.JAVA_LONG, CONTROL_LENGTH_AT, 0);
            return;
        }
        block.set(ValueLayout.JAVA_LONG, CONTROL_AT, block.address() + CONTROL);
        block.set(ValueLayout.JAVA_LONG, CONTROL_LENGTH_AT, CONTROL_SPACE);
        block.asSlice(CONTROL, CONTROL_SPACE).fill((byte) 0);
        block.set(ValueLayout.JAVA_LONG, CONTROL, CONTROL_LENGTH);
        block.set(ValueLayout.JAVA_INT, CONTROL_TYPE_AT, IP_PKTINFO);
        byte[] address = from.getAddress();
        MemorySegment.copy(address, 0, block, ValueLayout.JAVA_BYTE, SOURCE_AT, address.length);
    }
}
