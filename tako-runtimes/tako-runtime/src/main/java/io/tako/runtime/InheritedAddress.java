package io.tako.runtime;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;

/**
 * A socket that another process has opened and bound, by the file descriptor that this one has of
 * it. A listener works with a descriptor of its own and leaves this one open, so that it can be
 * opened again. Two are equal if they are the same descriptor.
 */
public final class InheritedAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    /** What a socket is for. */
    public enum Kind {
        /** It listens: for TCP, or at a Unix socket. */
        CONNECTIONS,
        /** It receives UDP. */
        DATAGRAMS
    }

    private final int descriptor;
    private final Kind kind;
    private final SocketAddress address;

    private InheritedAddress(int descriptor, Kind kind, SocketAddress address) {
        this.descriptor = descriptor;
        this.kind = kind;
        this.address = address;
    }

    /**
     * Looks at a descriptor, and keeps it from the programs that this process starts. Calls the C
     * library, so not for a core.
     *
     * @throws IllegalArgumentException if it is not a socket that listens for TCP or at a Unix
     *     socket, nor one that is bound for UDP
     * @throws UnsupportedOperationException where the system cannot be asked: not on Linux, or
     *     without native access
     */
    public static InheritedAddress of(int descriptor) {
        SocketCalls calls = SocketCalls.open();
        try {
            Kind kind = kind(calls, descriptor);
            SocketAddress address = calls.address(descriptor);
            calls.closeOnExec(descriptor);
            return new InheritedAddress(descriptor, kind, address);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "descriptor " + descriptor + " is no socket to serve: " + e.getMessage(), e);
        }
    }

    private static Kind kind(SocketCalls calls, int descriptor) throws IOException {
        int type = calls.type(descriptor);
        int family = calls.family(descriptor);
        boolean internet = family == SocketCalls.AF_INET || family == SocketCalls.AF_INET6;
        if (type == SocketCalls.SOCK_DGRAM && internet) {
            return Kind.DATAGRAMS;
        }
        if (type != SocketCalls.SOCK_STREAM || !internet && family != SocketCalls.AF_UNIX) {
            throw new IOException(
                    "it is of the family " + family + " and the type " + type + " (see socket(2))");
        }
        if (!calls.listens(descriptor)) {
            throw new IOException("it does not listen");
        }
        return Kind.CONNECTIONS;
    }

    /** The number this process has for it. */
    public int descriptor() {
        return descriptor;
    }

    /** What it is for. */
    public Kind kind() {
        return kind;
    }

    /** What it is bound to: an internet address or a {@link UnixAddress}. */
    public SocketAddress address() {
        return address;
    }

    /** What the socket of an inherited address is bound to; any other address as it is. */
    public static SocketAddress resolve(SocketAddress address) {
        return address instanceof InheritedAddress inherited ? inherited.address : address;
    }

    /**
     * A descriptor of one's own for the socket, to be closed by the caller.
     *
     * @throws BindException if there cannot be one, or the socket is for something else
     */
    int open(Kind wanted, IoBackend backend) throws BindException {
        if (backend != IoBackend.EPOLL) {
            throw new BindException(
                    "an inherited socket needs epoll, and the back end is "
                            + backend.displayName()
                            + ": "
                            + this);
        }
        if (wanted != kind) {
            throw new BindException(
                    (kind == Kind.DATAGRAMS ? "receives datagrams" : "does not receive datagrams")
                            + ": "
                            + this);
        }
        try {
            return SocketCalls.open().duplicate(descriptor);
        } catch (IOException | UnsupportedOperationException e) {
            throw SocketBinder.bindException(this, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InheritedAddress inherited && inherited.descriptor == descriptor;
    }

    @Override
    public int hashCode() {
        return Integer.hashCode(descriptor);
    }

    @Override
    public String toString() {
        return "inherited descriptor " + descriptor + " at " + address;
    }
}
