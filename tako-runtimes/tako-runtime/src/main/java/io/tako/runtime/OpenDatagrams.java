package io.tako.runtime;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;

/** Sockets that were opened together. */
final class OpenDatagrams implements BoundDatagrams {

    private final List<Channel> sockets;
    private final InetSocketAddress address;
    private final KernelUdp kernel;
    private final boolean inherited;
    private volatile long last;
    private volatile boolean closed;

    /**
     * @param sockets none if not even one could be opened
     * @param inherited whether another process has opened them
     */
    OpenDatagrams(List<Channel> sockets, boolean inherited) {
        this.inherited = inherited;
        this.sockets = List.copyOf(sockets);
        this.address =
                sockets.isEmpty()
                        ? new InetSocketAddress(0)
                        : (InetSocketAddress) sockets.getFirst().localAddress();
        this.kernel = new KernelUdp(address);
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public List<Channel> sockets() {
        return sockets;
    }

    @Override
    public synchronized long drops() {
        if (!closed) {
            last = Math.max(last, kernel.drops());
        }
        return last;
    }

    @Override
    public String describe() {
        if (inherited) {
            return "one inherited socket";
        }
        return sockets.size() == 1
                ? "one socket"
                : sockets.size() + " sockets (SO_REUSEPORT), datagrams dealt to them by sender";
    }

    @Override
    public void close() {
        if (!sockets.isEmpty()) {
            drops();
        }
        synchronized (this) {
            closed = true;
        }
        sockets.forEach(socket -> socket.close().awaitUninterruptibly());
    }
}
