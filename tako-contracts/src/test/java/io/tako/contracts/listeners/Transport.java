package io.tako.contracts.listeners;

import io.tako.contracts.machine.HandedOverSocket;
import io.tako.contracts.peers.AbstractUnixSocket;
import io.tako.contracts.peers.UnixSocket;
import io.tako.contracts.servers.RunningListener;
import io.tako.runtime.IoPreference;
import io.tako.runtime.UnixAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What connections are made over: the sockets a listener may have, with TLS around or without. */
public enum Transport {
    TCP(false),
    TLS(true),
    UNIX(false),
    UNIX_WITH_TLS(true),
    ABSTRACT_UNIX(false),
    INHERITED_TCP(false),
    INHERITED_TLS(true),
    INHERITED_UNIX(false);

    /** Small, so that a peer that does not read is soon felt. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final boolean encrypted;

    Transport(boolean encrypted) {
        this.encrypted = encrypted;
    }

    /** Whether TLS is spoken over it. */
    public boolean encrypted() {
        return encrypted;
    }

    /** Where to listen, and what has to stay open for that. */
    public record Place(SocketAddress address, @Nullable HandedOverSocket socket)
            implements AutoCloseable {

        private static Place at(SocketAddress address) {
            return new Place(address, null);
        }

        private static Place of(HandedOverSocket socket) {
            return new Place(socket.address(), socket);
        }

        @Override
        public void close() throws IOException {
            if (socket != null) {
                socket.close();
            }
        }
    }

    /** A place to listen at that nobody else has; what has a file has it in the directory. */
    public Place place(Path directory) throws IOException {
        Path file = directory.resolve("a.sock");
        return switch (this) {
            case TCP, TLS -> Place.at(RunningListener.any());
            case UNIX, UNIX_WITH_TLS -> Place.at(UnixAddress.of(file.toString()));
            case ABSTRACT_UNIX ->
                    Place.at(
                            UnixAddress.of(
                                    "@tako-"
                                            + ProcessHandle.current().pid()
                                            + "-"
                                            + NAMES.incrementAndGet()));
            case INHERITED_TCP, INHERITED_TLS -> Place.of(HandedOverSocket.tcp());
            case INHERITED_UNIX -> Place.of(HandedOverSocket.unix(file));
        };
    }

    /** What the start says where a back end cannot listen so; empty where it can. */
    public Optional<String> refusal(IoPreference io) {
        return switch (this) {
            case TCP, TLS, UNIX, UNIX_WITH_TLS -> Optional.empty();
            case ABSTRACT_UNIX ->
                    io == IoPreference.NIO
                            ? Optional.of("need io_uring or epoll on Linux")
                            : Optional.empty();
            case INHERITED_TCP, INHERITED_TLS, INHERITED_UNIX ->
                    io == IoPreference.EPOLL
                            ? Optional.empty()
                            : Optional.of("an inherited socket needs epoll");
        };
    }

    /** Connects to a listener that says it is there. Nothing is encrypted yet. */
    public static Socket connect(SocketAddress listener) throws IOException {
        if (listener instanceof UnixAddress unix) {
            return unix.isAbstract()
                    ? AbstractUnixSocket.connect(unix)
                    : UnixSocket.connect(Path.of(unix.name()));
        }
        InetSocketAddress internet = (InetSocketAddress) listener;
        Socket socket = new Socket();
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.connect(internet);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
