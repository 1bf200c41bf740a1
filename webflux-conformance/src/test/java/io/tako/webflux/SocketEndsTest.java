package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tako.contracts.peers.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.server.WebFilter;

/**
 * Spring's WebSocket handlers hear of pongs and of the end as on Reactor Netty, by both doors and
 * whether they receive or not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SocketEndsTest {

    /** Who serves the sockets, and by which door. */
    enum Door {
        REACTOR_NETTY(Engine.REACTOR_NETTY, Sockets.class),
        SHARED(Engine.TAKO_SHARED, Sockets.class),
        SHARED_FILTERED(Engine.TAKO_SHARED, FilteredSockets.class),
        PER_CORE(Engine.TAKO_PER_CORE, Sockets.class),
        PER_CORE_FILTERED(Engine.TAKO_PER_CORE, FilteredSockets.class);

        private final Engine engine;
        private final Class<?> application;

        Door(Engine engine, Class<?> application) {
            this.engine = engine;
            this.application = application;
        }
    }

    private final Map<Door, ReactiveWebServerApplicationContext> served = new EnumMap<>(Door.class);
    private final Errors errors = new Errors();

    @BeforeAll
    void start() {
        for (Door door : Door.values()) {
            // What is told at once is not told by the patience that ends with this.
            served.put(
                    door,
                    door.engine.start(
                            door.application,
                            Engine.NO_SECURITY,
                            "tako.websocket.close-timeout=10m"));
        }
        errors.start();
        root().addAppender(errors);
    }

    @AfterAll
    void stop() {
        root().detachAppender(errors);
        served.values().forEach(ReactiveWebServerApplicationContext::close);
    }

    @BeforeEach
    void forget() {
        errors.seen.clear();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private ReactiveWebServerApplicationContext context(Door door) {
        return Objects.requireNonNull(served.get(door));
    }

    private RawWebSocket open(Door door, String path) throws Exception {
        return RawWebSocket.open(Engine.port(context(door)), path);
    }

    private @Nullable String next(Door door) throws InterruptedException {
        return context(door).getBean(EndSockets.Heard.class).lines().poll(30, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // Pongs.

    @ParameterizedTest
    @EnumSource
    void pongsAreReceivedWhetherTheyWereAskedForOrNot(Door door) throws Exception {
        try (RawWebSocket socket = open(door, "/ends/pongs")) {
            RawWebSocket.Frame ping = socket.read();
            assertThat(ping.head()).isEqualTo(RawWebSocket.PING);
            socket.send(RawWebSocket.PONG, ping.payload());
            assertThat(socket.readText()).isEqualTo("PONG beat");
            socket.send(RawWebSocket.PONG, bytes("unasked"));
            assertThat(socket.readText()).isEqualTo("PONG unasked");
            assertThat(socket.send("words").readText()).isEqualTo("TEXT words");
        }
    }

    @ParameterizedTest
    @EnumSource
    void pongsAreSent(Door door) throws Exception {
        try (RawWebSocket socket = open(door, "/ends/alive")) {
            RawWebSocket.Frame pong = socket.read();
            assertThat(pong.head()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.text()).isEqualTo("still here");
        }
    }

    // The close status.

    @ParameterizedTest
    @EnumSource
    void theCloseStatusIsToldToAHandlerThatDoesNotReceive(Door door) throws Exception {
        try (RawWebSocket socket = open(door, "/ends/told")) {
            socket.sendClose(4001, "bye");
            assertThat(next(door)).isEqualTo("4001 bye");
            assertThat(socket.readClose()).isEqualTo(4001);
        }
        try (RawWebSocket socket = open(door, "/ends/told")) {
            socket.send(RawWebSocket.CLOSE, new byte[0]);
            assertThat(next(door)).startsWith("1005 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatClosesIsToldItsOwnStatus(Door door) throws Exception {
        try (RawWebSocket socket = open(door, "/ends/leaves")) {
            assertThat(next(door)).isEqualTo("4002 enough");
            assertThat(socket.readClose()).isEqualTo(4002);
        }
    }

    /** Reactor Netty tells nothing of a connection that is lost. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REACTOR_NETTY")
    void aConnectionThatIsLostIs1006(Door door) throws Exception {
        open(door, "/ends/told").close();
        assertThat(next(door)).startsWith("1006 ");
        open(door, "/ends/told").client().reset();
        assertThat(next(door)).startsWith("1006 ");
        assertThat(errors.seen).isEmpty();
    }

    // What is sent.

    @ParameterizedTest
    @EnumSource
    void sendingNothingEndsAtOnceWhenThePeerLeaves(Door door) throws Exception {
        try (RawWebSocket socket = open(door, "/ends/never")) {
            socket.sendClose(1000, "");
            assertThat(next(door)).isEqualTo("cancelled");
            assertThat(next(door)).isEqualTo("onComplete");
        }
        open(door, "/ends/never").close();
        assertThat(next(door)).isEqualTo("cancelled");
        assertThat(next(door)).isEqualTo("onComplete");
        assertThat(errors.seen).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sendingCompletesAndNothingIsLoggedWhenThePeerLeaves(Door door) throws Exception {
        for (int round = 0; round < 5; round++) {
            try (RawWebSocket socket = open(door, "/ends/ticks")) {
                assertThat(socket.readText()).isEqualTo("0");
                if (round % 2 == 0) {
                    socket.sendClose(1000, "");
                    assertThat(socket.readClose()).isEqualTo(1000);
                }
            }
            assertThat(next(door)).isEqualTo("cancelled");
            assertThat(next(door)).isEqualTo("onComplete");
        }
        assertThat(errors.seen).isEmpty();
    }

    /** On Reactor Netty the end may overtake what waits. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REACTOR_NETTY")
    void whatThePeerSaidBeforeItLeftIsReceived(Door door) throws Exception {
        try (RawWebSocket socket = open(door, "/ends/saves")) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                all.writeBytes(socket.frame(RawWebSocket.TEXT, bytes("m" + i)));
            }
            all.writeBytes(socket.frame(RawWebSocket.CLOSE, RawWebSocket.closePayload(1000, "")));
            socket.sendBytes(all.toByteArray());
            assertThat(socket.readClose()).isEqualTo(1000);
            for (String said : IntStream.range(0, 100).mapToObj(i -> "m" + i).toList()) {
                assertThat(next(door)).isEqualTo(said);
            }
        }
        assertThat(errors.seen).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REACTOR_NETTY")
    void aHandlerThatFailsIsLoggedWithItsPath(Door door) throws Exception {
        try (RawWebSocket socket = open(door, "/ends/fails")) {
            assertThat(socket.readClose()).isEqualTo(1011);
            assertThat(errors.seen).anyMatch(line -> line.contains("/ends/fails"));
        }
    }

    /** What was logged as an error. */
    private static final class Errors extends AppenderBase<ILoggingEvent> {

        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                seen.add(event.getFormattedMessage());
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(EndSockets.class)
    static class Sockets {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(EndSockets.class)
    static class FilteredSockets {

        @Bean
        WebFilter stamp() {
            return (exchange, chain) -> {
                exchange.getResponse().getHeaders().set("X-Stamp", "seen");
                return chain.filter(exchange);
            };
        }
    }
}
