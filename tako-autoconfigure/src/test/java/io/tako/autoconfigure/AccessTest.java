package io.tako.autoconfigure;

import static io.tako.extract.Extractors.clientIp;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tako.access.Admission;
import io.tako.access.ConnectionFilter;
import io.tako.routing.Routes;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.TakoServer;
import io.tako.transport.config.ListenerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/** Who may connect by {@code tako.*}, and whom the application takes for the client. */
class AccessTest {

    private static final String CLIENT = "PROXY TCP4 192.0.2.7 192.0.2.80 50000 443\r\n";

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void theBalancersClientIsTheApplications(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "tako.proxy-protocol=required",
                        "tako.proxy.trusted=127.0.0.1",
                        "tako.filter.deny=198.51.100.0/24")
                .run(
                        c -> {
                            assertThat(ask(c, CLIENT)).endsWith("\r\n\r\n192.0.2.7");
                            assertThat(ask(c, CLIENT.replace("192.0.2.7", "198.51.100.1")))
                                    .isEmpty();
                            assertThat(ask(c, CLIENT.replace("192.0.2.7", "203.0.113.9")))
                                    .as("denied by the bean")
                                    .isEmpty();
                            assertThat(ask(c, "")).as("without a header").isEmpty();
                            var counts = server(c).counts(ListenerConfig.PRIMARY);
                            assertThat(counts.denied()).isEqualTo(2);
                            await().atMost(Contexts.PATIENCE)
                                    .until(
                                            () ->
                                                    server(c)
                                                                    .counts(ListenerConfig.PRIMARY)
                                                                    .proxyRefusals()
                                                            == 1);
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aListenerHasItsOwnBesideThoseOfAll(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "tako.proxy.trusted=127.0.0.1",
                        "tako.filter.deny=198.51.100.0/24",
                        "tako.listeners.edge.address=127.0.0.1",
                        "tako.listeners.edge.port=0",
                        "tako.listeners.edge.proxy-protocol=required",
                        "tako.listeners.edge.filter.deny=192.0.2.66",
                        "tako.listeners.closed.address=127.0.0.1",
                        "tako.listeners.closed.port=0",
                        "tako.listeners.closed.filter.allow=10.0.0.0/8")
                .run(
                        c -> {
                            assertThat(ask(c, "")).endsWith("\r\n\r\n127.0.0.1");
                            assertThat(ask(c, "edge", CLIENT)).endsWith("\r\n\r\n192.0.2.7");
                            assertThat(ask(c, "edge", CLIENT.replace("2.7 ", "2.66 "))).isEmpty();
                            assertThat(ask(c, "edge", CLIENT.replace("192.0.2.7", "198.51.100.1")))
                                    .isEmpty();
                            assertThat(server(c).counts("edge").denied()).isEqualTo(2);
                            assertThat(ask(c, "closed", "")).isEmpty();
                            assertThat(server(c).counts("closed").denied()).isOne();
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void filtersOfWebFluxSeeTheClientAndNoForwardingField(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Application.class, Chain.class)
                .withPropertyValues("tako.proxy-protocol=accept", "tako.proxy.trusted=127.0.0.0/8")
                .run(
                        c -> {
                            String answer = ask(c, CLIENT);
                            assertThat(answer).containsIgnoringCase("x-peer: 192.0.2.7|http");
                            assertThat(answer).endsWith("\r\n\r\n192.0.2.7");
                            assertThat(ask(c, ""))
                                    .as("a peer without a header, whom anybody believes")
                                    .containsIgnoringCase("x-peer: 9.9.9.9|https");
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aSourceHasSoManyConnections(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Application.class)
                .withPropertyValues("tako.filter.max-connections-per-source=1")
                .run(
                        c -> {
                            try (Socket first = connect(c, ListenerConfig.PRIMARY)) {
                                first.getOutputStream()
                                        .write("GET /who".getBytes(StandardCharsets.US_ASCII));
                                await().atMost(Contexts.PATIENCE)
                                        .until(() -> server(c).openConnections() == 1);
                                assertThat(ask(c, "")).isEmpty();
                            }
                            await().atMost(Contexts.PATIENCE)
                                    .until(() -> ask(c, "").endsWith("127.0.0.1"));
                        });
    }

    private static TakoServer server(AssertableReactiveWebApplicationContext context) {
        return context.getBean(TakoServers.class).all().getFirst();
    }

    private static Socket connect(AssertableReactiveWebApplicationContext context, String listener)
            throws IOException {
        var address = (InetSocketAddress) server(context).localAddress(listener);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String ask(AssertableReactiveWebApplicationContext context, String header)
            throws IOException {
        return ask(context, ListenerConfig.PRIMARY, header);
    }

    /** All that is answered behind the header; nothing if the connection is cut. */
    private static String ask(
            AssertableReactiveWebApplicationContext context, String listener, String header)
            throws IOException {
        String request =
                "GET /who HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                        + "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n\r\n";
        try (Socket socket = connect(context, listener)) {
            socket.getOutputStream().write((header + request).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException cut) {
            return "";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        Routes who() {
            return routes -> routes.get("/who", handle(clientIp(), InetAddress::getHostAddress));
        }

        @Bean
        ConnectionFilter notThatOne() {
            InetAddress unwanted = InetAddress.ofLiteral("203.0.113.9");
            return attempt ->
                    unwanted.equals(attempt.sourceAddress())
                            ? Admission.deny("unwanted")
                            : Admission.allow();
        }
    }

    /** Boot's {@code server.forward-headers-strategy=framework}, and a filter that tells. */
    @Configuration(proxyBeanMethods = false)
    static class Chain {

        @Bean
        ForwardedHeaderTransformer forwardedHeaderTransformer() {
            return new ForwardedHeaderTransformer();
        }

        @Bean
        WebFilter peer() {
            return (exchange, chain) -> {
                InetSocketAddress remote =
                        Objects.requireNonNull(exchange.getRequest().getRemoteAddress());
                exchange.getResponse()
                        .getHeaders()
                        .set(
                                "x-peer",
                                remote.getHostString()
                                        + "|"
                                        + exchange.getRequest().getURI().getScheme());
                return chain.filter(exchange);
            };
        }
    }
}
