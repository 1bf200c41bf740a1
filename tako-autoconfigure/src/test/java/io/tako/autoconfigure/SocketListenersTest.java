package io.tako.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.tako.autoconfigure.observation.TakoObservationAutoConfiguration;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.Framing;
import io.tako.tcp.TcpFrames;
import io.tako.tcp.TcpHandler;
import io.tako.transport.TakoServer;
import io.tako.udp.UdpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

@ExtendWith(OutputCaptureExtension.class)
class SocketListenersTest {

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void handlersTalkOverTheListenersThatNameThem(RuntimeKind kind, CapturedOutput output) {
        Contexts.serving(kind)
                .withUserConfiguration(Handlers.class)
                .withPropertyValues(
                        "tako.listeners.lines.type=tcp",
                        "tako.listeners.lines.address=127.0.0.1",
                        "tako.listeners.lines.port=0",
                        "tako.listeners.lines.handler=upper",
                        "tako.listeners.lines.tcp.idle-timeout=1m",
                        "tako.listeners.packets.type=udp",
                        "tako.listeners.packets.address=127.0.0.1",
                        "tako.listeners.packets.port=0",
                        "tako.listeners.packets.handler=echo",
                        "tako.listeners.packets.udp.max-payload=100B")
                .run(
                        context -> {
                            assertThat(line(port(context, "lines"), "hello")).isEqualTo("HELLO");
                            assertThat(Peers.overUdp(port(context, "packets"), "ping"))
                                    .isEqualTo("ping");
                            TakoServer server = context.getBean(TakoServers.class).all().getFirst();
                            assertThat(server.counts("lines").accepted()).isEqualTo(1);
                            assertThat(server.datagrams("packets").received()).isEqualTo(1);
                            assertThat(output)
                                    .contains("(tcp; handler upper)")
                                    .contains("(udp; handler echo)");
                        });
    }

    @Test
    void connectionsAreObservedFromTheirOpeningToTheReturnOfTheHandler() {
        LinkedBlockingQueue<String> stopped = new LinkedBlockingQueue<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(
                        new ObservationHandler<Observation.Context>() {
                            @Override
                            public void onStop(Observation.Context context) {
                                stopped.add(
                                        context.getName() + context.getLowCardinalityKeyValues());
                            }

                            @Override
                            public boolean supportsContext(Observation.Context context) {
                                return true;
                            }
                        });
        Contexts.serving(RuntimeKind.SHARED)
                .withConfiguration(AutoConfigurations.of(TakoObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .withUserConfiguration(Handlers.class)
                .withPropertyValues(
                        "tako.listeners.lines.type=tcp",
                        "tako.listeners.lines.port=0",
                        "tako.listeners.lines.handler=upper")
                .run(
                        context -> {
                            line(port(context, "lines"), "hello");
                            assertThat(stopped.poll(30, TimeUnit.SECONDS))
                                    .startsWith("tcp.server.connections")
                                    .contains("listener=lines", "outcome=ENDED", "exception=none");
                            try (Socket socket = connect(port(context, "lines"))) {
                                socket.getOutputStream().write(new byte[200]);
                                assertThat(stopped.poll(30, TimeUnit.SECONDS))
                                        .contains("outcome=MALFORMED")
                                        .contains("exception=FrameException");
                            }
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp | handler=nobody | handler | Name one of [upper].",
                "udp | handler=upper | handler | Name one of [echo].",
                "tcp | handler= | handler | Name a bean of type TcpHandler.",
                "udp | handler= | handler | Name a bean of type UdpHandler.",
                "tcp | router=admin | router | It has no meaning for a listener of type tcp.",
                "tcp | limits.headers=1KB | limits.headers | Remove it, or change",
                "tcp | udp.queue=1 | udp | It has no meaning for a listener of type tcp.",
                "udp | ssl.bundle=site | ssl | It has no meaning for a listener of type udp.",
                "udp | path=/tmp/a | path | It has no meaning for a listener of type udp.",
                "udp | limits.max-connections=1 | limits.max-connections | of type udp.",
                "udp | proxy-protocol=accept | proxy-protocol | for a listener of type udp.",
                "udp | proxy.trusted=10.0.0.0/8 | proxy | for a listener of type udp.",
                "udp | filter.accept-rate=5 | filter.accept-rate | for a listener of type udp.",
                "http | handler=upper | handler | It has no meaning for a listener of type http.",
                "udp | udp.groups[0].address=10.0.0.1 | udp.groups[0].address | 224.0.0.0 to",
                "udp | udp.groups[0].address=239.1.1.1 | udp.groups[0].network-interface | Name"
                        + " one",
            })
    void whatCannotBeServedIsRefusedByItsProperty(
            String type, String setting, String property, String words, CapturedOutput output) {
        refused(type, setting);
        assertThat(output).contains("Property: tako.listeners.a." + property).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp | tcp.close-timeout=0s | It must be more than 0.",
                "tcp | tcp.idle-timeout=-1s | It must be 0 (off) or more.",
                "udp | udp.queue=0 | It must be 1 or more.",
                "udp | udp.max-payload=64KB | It must be at most 65507 bytes.",
                "udp | udp.sockets=-1 | It must be 0 to 1024.",
            })
    void valueOutOfItsBoundsIsRefused(
            String type, String setting, String words, CapturedOutput output) {
        refused(type, setting);
        assertThat(output)
                .contains("tako.listeners.a." + setting.substring(0, setting.indexOf('=')))
                .contains(words);
    }

    private static void refused(String type, String setting) {
        SpringApplication application =
                new SpringApplication(
                        new DefaultResourceLoader(Contexts.only(RuntimeKind.SHARED)),
                        Application.class);
        String handler = type.equals("udp") ? "echo" : type.equals("tcp") ? "upper" : "";
        application.setDefaultProperties(
                Map.of(
                        "server.port",
                        0,
                        "tako.loops",
                        1,
                        "tako.listeners.a.port",
                        0,
                        "tako.listeners.a.type",
                        type,
                        "tako.listeners.a.handler",
                        handler));
        String[] arguments =
                Stream.of(setting).map(one -> "--tako.listeners.a." + one).toArray(String[]::new);
        assertThatThrownBy(() -> application.run(arguments)).isInstanceOf(Exception.class);
    }

    private static int port(ApplicationContext context, String listener) {
        return Objects.requireNonNull(
                context.getEnvironment()
                        .getProperty("local.tako." + listener + ".port", Integer.class));
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String line(int port, String line) throws IOException {
        return Peers.overTcp(port, line + "\n").strip();
    }

    @Configuration(proxyBeanMethods = false)
    static class Handlers {

        @Bean
        TcpHandler upper() {
            return connection -> {
                TcpFrames lines = connection.frames(Framing.lines(100));
                for (String line = lines.readText(); line != null; line = lines.readText()) {
                    lines.writeText(line.toUpperCase(java.util.Locale.ROOT));
                }
            };
        }

        @Bean
        UdpHandler echo() {
            return datagram -> datagram.reply(datagram.bytes());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application extends Handlers {}
}
