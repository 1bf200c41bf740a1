package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InheritedAddressTest {

    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<FileDescriptor> opened = new ArrayList<>();
    @TempDir private Path directory;

    @BeforeAll
    static void load() {
        Epoll.ensureAvailability();
    }

    @AfterEach
    void close() throws IOException {
        for (FileDescriptor descriptor : opened) {
            descriptor.close();
        }
    }

    @Test
    void aSocketThatListensForTcpIsForConnections() throws IOException {
        Socket socket = open(Socket.newSocketStream());
        socket.bind(ANY);
        socket.listen(1);
        InheritedAddress address = InheritedAddress.of(socket.intValue());
        assertThat(address.kind()).isEqualTo(InheritedAddress.Kind.CONNECTIONS);
        assertThat(address.address()).isEqualTo(socket.localAddress());
        assertThat(address).isEqualTo(InheritedAddress.of(socket.intValue()));
        assertThat(InheritedAddress.resolve(address)).isEqualTo(address.address());
        assertThat(InheritedAddress.resolve(ANY)).isSameAs(ANY);
        assertThat(address)
                .hasToString(
                        "inherited descriptor " + socket.intValue() + " at " + address.address());
    }

    @Test
    void addressesOfEitherFamilyAreRead() throws IOException {
        for (String host : List.of("::1", "0.0.0.0", "127.0.0.2")) {
            Socket socket = open(Socket.newSocketStream());
            socket.bind(new InetSocketAddress(host, 0));
            socket.listen(1);
            assertThat(InheritedAddress.of(socket.intValue()).address())
                    .as(host)
                    .isEqualTo(socket.localAddress());
        }
    }

    @Test
    void aUnixSocketIsForConnectionsWhetherItHasAFileOrAName() throws IOException {
        Path file = directory.resolve("app.sock");
        String name = "tako-" + ProcessHandle.current().pid() + "-" + hashCode();
        assertThat(unix(file.toString())).isEqualTo(UnixAddress.of(file.toString()));
        assertThat(unix("\0" + name)).isEqualTo(UnixAddress.of("@" + name));
    }

    private Object unix(String path) throws IOException {
        Socket socket = open(Socket.newSocketDomain());
        socket.bind(new DomainSocketAddress(path));
        socket.listen(1);
        InheritedAddress address = InheritedAddress.of(socket.intValue());
        assertThat(address.kind()).isEqualTo(InheritedAddress.Kind.CONNECTIONS);
        return address.address();
    }

    @Test
    void aSocketThatIsBoundForUdpIsForDatagrams() throws IOException {
        Socket socket = open(Socket.newSocketDgram());
        socket.bind(ANY);
        InheritedAddress address = InheritedAddress.of(socket.intValue());
        assertThat(address.kind()).isEqualTo(InheritedAddress.Kind.DATAGRAMS);
        assertThat(address.address()).isEqualTo(socket.localAddress());
    }

    @Test
    void whatCannotBeServedIsRefused() throws IOException {
        Socket deaf = open(Socket.newSocketStream());
        deaf.bind(ANY);
        Socket unixDatagrams = open(Socket.newSocketDomainDgram());
        FileDescriptor file =
                FileDescriptor.from(Files.createFile(directory.resolve("f")).toFile());
        opened.add(file);
        refused(deaf.intValue(), "it does not listen");
        refused(unixDatagrams.intValue(), "it is of the family 1 and the type 2");
        refused(file.intValue(), "getsockopt was refused (errno 88)");
        refused(999_999, "getsockopt was refused (errno 9)");
    }

    private static void refused(int descriptor, String reason) {
        assertThatThrownBy(() -> InheritedAddress.of(descriptor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("descriptor " + descriptor + " is no socket to serve")
                .hasMessageContaining(reason);
    }

    private Socket open(Socket socket) {
        opened.add(socket);
        return socket;
    }
}
