package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.UnixAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What connections are made over: the sockets a listener may have, with TLS around or without. */
enum Transport {
    TCP(false),
    TLS(true),
    UNIX(false),
    UNIX_WITH_TLS(true),
    ABSTRACT_UNIX(false);

    /** Small, so that a peer that does not read is soon felt. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final boolean encrypted;

    Transport(boolean encrypted) {
        this.encrypted = encrypted;
    }

    /** Whether TLS is spoken over it. */
    boolean encrypted() {
        return encrypted;
    }

    /** A place to listen at that nobody else has; what has a file has it in the directory. */
    SocketAddress address(Path directory) {
        return switch (this) {
            case TCP, TLS -> RunningListener.any();
            case UNIX, UNIX_WITH_TLS -> UnixAddress.of(directory.resolve("a.sock").toString());
            case ABSTRACT_UNIX ->
                    UnixAddress.of(
                            "@tako-"
                                    + ProcessHandle.current().pid()
                                    + "-"
                                    + NAMES.incrementAndGet());
        };
    }

    /** What the start says where a back end cannot listen so; empty where it can. */
    Optional<String> refusal(IoPreference io) {
        return this == ABSTRACT_UNIX && io == IoPreference.NIO
                ? Optional.of("need io_uring or epoll on Linux")
                : Optional.empty();
    }

    /** Connects to a listener that says it is there. Nothing is encrypted yet. */
    static Socket connect(SocketAddress listener) throws IOException {
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
