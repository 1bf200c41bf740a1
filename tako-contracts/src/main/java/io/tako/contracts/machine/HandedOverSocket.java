package io.tako.contracts.machine;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.tako.runtime.InheritedAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is open before the server is, as a service manager opens it. It stays open until it
 * is closed here. Linux alone.
 */
public final class HandedOverSocket implements AutoCloseable {

    private static final int BACKLOG = 128;

    private final Socket socket;

    private HandedOverSocket(Socket socket) {
        this.socket = socket;
    }

    /** One that listens on a free port of the loopback interface. */
    public static HandedOverSocket tcp() throws IOException {
        Epoll.ensureAvailability();
        HandedOverSocket opened = new HandedOverSocket(Socket.newSocketStream());
        opened.socket.bind(any());
        opened.socket.listen(BACKLOG);
        return opened;
    }

    /** One that listens at this file, which stays when it is closed. */
    public static HandedOverSocket unix(Path file) throws IOException {
        Epoll.ensureAvailability();
        HandedOverSocket opened = new HandedOverSocket(Socket.newSocketDomain());
        opened.socket.bind(new DomainSocketAddress(file.toString()));
        opened.socket.listen(BACKLOG);
        return opened;
    }

    /** One that receives datagrams on a free port of the loopback interface. */
    public static HandedOverSocket udp() throws IOException {
        Epoll.ensureAvailability();
        HandedOverSocket opened = new HandedOverSocket(Socket.newSocketDgram());
        opened.socket.bind(any());
        return opened;
    }

    private static InetSocketAddress any() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** What a listener is told of it. */
    public InheritedAddress address() {
        return InheritedAddress.of(socket.intValue());
    }

    /** How many descriptors this process has of the socket; one as long as nobody serves it. */
    public int descriptors() throws IOException {
        Path own = Path.of("/proc/self/fd");
        Path link = Files.readSymbolicLink(own.resolve(String.valueOf(socket.intValue())));
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(own)) {
            for (Path descriptor : all) {
                if (link.equals(target(descriptor))) {
                    count++;
                }
            }
        }
        return count;
    }

    private static @Nullable Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
