package io.tako.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.tako.autoconfigure.TakoProperties.SocketActivation;
import io.tako.extract.Handlers;
import io.tako.routing.Routes;
import io.tako.runtime.InheritedSocket;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.TcpHandler;
import io.tako.udp.UdpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

@ExtendWith(OutputCaptureExtension.class)
class InheritedListenersTest {

    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<Socket> opened = new ArrayList<>();
    @TempDir private Path directory;

    @BeforeAll
    static void load() {
        Epoll.ensureAvailability();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : opened) {
            socket.close();
        }
    }

    private Socket tcp() throws IOException {
        return listening(Socket.newSocketStream(), ANY);
    }

    private Socket unix(Path file) throws IOException {
        return listening(Socket.newSocketDomain(), new DomainSocketAddress(file.toString()));
    }

    private Socket listening(Socket socket, java.net.SocketAddress address) throws IOException {
        opened.add(socket);
        socket.bind(address);
        socket.listen(16);
        return socket;
    }

    private Socket udp() throws IOException {
        Socket socket = Socket.newSocketDgram();
        opened.add(socket);
        socket.bind(ANY);
        return socket;
    }

    private static InheritedSocket named(String name, Socket socket) {
        return new InheritedSocket(name, socket.intValue());
    }

    private static ReactiveWebApplicationContextRunner serving(
            RuntimeKind kind, InheritedSocket... sockets) {
        return Contexts.serving(kind)
                .withBean(InheritedSockets.class, () -> new InheritedSockets(List.of(sockets)))
                .withUserConfiguration(Beans.class)
                .withPropertyValues(
                        "tako.io=auto",
                        "tako.listeners.local.port=0",
                        "tako.listeners.local.router=local",
                        "tako.listeners.bytes.type=tcp",
                        "tako.listeners.bytes.port=0",
                        "tako.listeners.bytes.handler=echo",
                        "tako.listeners.packets.type=udp",
                        "tako.listeners.packets.port=0",
                        "tako.listeners.packets.handler=answer");
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void listenersAreAtTheSocketsThatHaveTheirNames(RuntimeKind kind, CapturedOutput output)
            throws IOException {
        Socket primary = tcp();
        Path file = directory.resolve("local.sock");
        Socket bytes = tcp();
        Socket packets = udp();
        ReactiveWebApplicationContextRunner runner =
                serving(
                        kind,
                        named("primary", primary),
                        named("local", unix(file)),
                        named("bytes", bytes),
                        named("packets", packets));
        // The sockets outlive the application, which may start again with them.
        for (int i = 0; i < 2; i++) {
            runner.run(
                    context -> {
                        int port = primary.localAddress().getPort();
                        assertThat(context.getEnvironment().getProperty("local.tako.primary.port"))
                                .isEqualTo(String.valueOf(port));
                        assertThat(get(port)).isEqualTo("main");
                        assertThat(Peers.getOverUnix(file)).endsWith("local");
                        assertThat(Peers.overTcp(bytes.localAddress().getPort(), "ping"))
                                .isEqualTo("ping");
                        assertThat(Peers.overUdp(packets.localAddress().getPort(), "ping"))
                                .isEqualTo("ping");
                        assertThat(output)
                                .contains(kind == RuntimeKind.SHARED ? "on epoll," : "take over")
                                .contains("Tako started on port " + port + " (http; inherited)")
                                .contains("\"local\" started on unix:" + file + " (http: h1;")
                                .contains("router local; inherited)")
                                .contains("(tcp; handler echo; inherited)")
                                .contains("(udp; handler answer; inherited)");
                    });
        }
        assertThat(file).exists();
    }

    @Test
    void otherListenersHaveTheAddressesOfTheConfiguration() throws IOException {
        Path file = directory.resolve("local.sock");
        serving(RuntimeKind.SHARED, named("local", unix(file)))
                .run(
                        context -> {
                            int port =
                                    context.getEnvironment()
                                            .getRequiredProperty(
                                                    "local.tako.primary.port", Integer.class);
                            assertThat(get(port)).isEqualTo("main");
                            assertThat(Peers.getOverUnix(file)).endsWith("local");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.port=0", "server.port=-1"})
    void thePrimaryListenerMayBeAtAUnixSocketWhateverItsPort(String port, CapturedOutput output)
            throws IOException {
        Path file = directory.resolve("primary.sock");
        serving(RuntimeKind.PER_CORE, named("primary", unix(file)))
                .withPropertyValues(port)
                .run(
                        context -> {
                            assertThat(Peers.getOverUnix(file)).endsWith("main");
                            assertThat(output)
                                    .contains(
                                            "Tako started on unix:" + file + " (http; inherited)");
                        });
    }

    @Test
    void aNameThatNoListenerHasIsRefused(CapturedOutput output) throws IOException {
        refused(List.of(named("web", tcp())));
        assertThat(output)
                .contains("Property: LISTEN_FDNAMES")
                .contains("Value: \"web\"")
                .contains("No listener is called as the inherited descriptor ")
                .contains(
                        "one of [a, packets, primary], by FileDescriptorName= in its .socket unit")
                .contains("--fdname=")
                .contains("tako.socket-activation=off");
    }

    @Test
    void twoSocketsOfOneNameAreRefused(CapturedOutput output) throws IOException {
        refused(List.of(named("a", tcp()), named("a", tcp())));
        assertThat(output)
                .contains("Property: LISTEN_FDNAMES")
                .contains("Value: \"a\"")
                .contains("are both called so, and a listener has one.");
    }

    @Test
    void aSocketOfTheWrongKindIsRefused(CapturedOutput output) throws IOException {
        refused(List.of(named("packets", tcp())));
        assertThat(output)
                .contains("accepts connections, and the listener receives datagrams.")
                .contains("Use ListenDatagram=");
        refused(List.of(named("a", udp())));
        assertThat(output)
                .contains("receives datagrams, and the listener accepts connections.")
                .contains("Use ListenStream=");
    }

    @Test
    void aSocketThatDoesNotListenIsRefused(CapturedOutput output) throws IOException {
        Socket deaf = Socket.newSocketStream();
        opened.add(deaf);
        deaf.bind(ANY);
        refused(List.of(named("a", deaf)));
        assertThat(output)
                .contains("Value: \"a\"")
                .contains("it does not listen")
                .contains("ListenStream= with Accept=no");
    }

    @Test
    void aPortWhereNobodyIsTrustedToSendAProxyHeaderIsRefused(CapturedOutput output)
            throws IOException {
        String[] settings = {
            "tako.listeners.proxied.path=" + directory.resolve("proxied.sock"),
            "tako.listeners.proxied.proxy-protocol=required"
        };
        refused(List.of(named("proxied", tcp())), settings);
        assertThat(output)
                .contains("Property: tako.listeners.proxied.proxy-protocol")
                .contains("Value: \"required\"")
                .contains("where nobody is trusted to send the header.")
                .contains("Name the balancers in tako.listeners.proxied.proxy.trusted.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "nio"})
    void aBackEndThatCannotTakeSocketsOverIsRefused(String io, CapturedOutput output)
            throws IOException {
        refused(List.of(named("a", tcp())), "tako.io=" + io);
        assertThat(output)
                .contains("Property: tako.io")
                .contains("Value: \"" + io + "\"")
                .contains("Reason: sockets are inherited (LISTEN_FDS), which epoll alone")
                .contains("Set tako.io=auto, or tako.socket-activation=off");
    }

    @Test
    void theVariablesAreReadUnlessTheyAreToBeIgnoredOrAreForAnother(CapturedOutput output) {
        Map<String, String> environment =
                Map.of("LISTEN_PID", "7", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "primary");
        assertThat(InheritedSockets.of(SocketActivation.AUTO, environment, 7).sockets())
                .containsExactly(new InheritedSocket("primary", 3));
        assertThat(InheritedSockets.of(SocketActivation.OFF, environment, 7).any()).isFalse();
        assertThat(output).doesNotContain("LISTEN_FDS is set");
        assertThat(InheritedSockets.of(SocketActivation.AUTO, environment, 8).any()).isFalse();
        assertThat(output).contains("LISTEN_FDS is set for process 7, and this is 8");
    }

    private static void refused(List<InheritedSocket> sockets, String... properties) {
        SpringApplication application =
                new SpringApplication(
                        new DefaultResourceLoader(Contexts.only(RuntimeKind.SHARED)),
                        Application.class);
        application.addInitializers(
                context ->
                        ((GenericApplicationContext) context)
                                .registerBean(
                                        InheritedSockets.class,
                                        () -> new InheritedSockets(sockets)));
        application.setDefaultProperties(
                Map.of(
                        "server.port", 0,
                        "tako.loops", 1,
                        "tako.listeners.a.port", 0,
                        "tako.listeners.packets.port", 0,
                        "tako.listeners.packets.type", "udp",
                        "tako.listeners.packets.handler", "answer"));
        String[] arguments =
                List.of(properties).stream().map(one -> "--" + one).toArray(String[]::new);
        assertThatThrownBy(() -> application.run(arguments).close()).isInstanceOf(Exception.class);
    }

    private static String get(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Routes main() {
            return routes -> routes.get("/", Handlers.handle(() -> "main"));
        }

        @Bean
        Routes local() {
            return Routes.named("local", routes -> routes.get("/", Handlers.handle(() -> "local")));
        }

        @Bean
        TcpHandler echo() {
            return connection -> connection.write(connection.readToEnd(100));
        }

        @Bean
        UdpHandler answer() {
            return datagram -> datagram.reply(datagram.bytes());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application extends Beans {}
}
