package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.http.BodyWriter;
import io.tako.http.Response;
import io.tako.routing.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The access log has a line for all that is asked, whoever answers it and however it ends. */
final class AccessLogTest {

    private static final String LOGGER = "test.access";
    private static final int LIMIT = 3;
    private static final int CANCEL = 8;

    private static final String CREDENTIALS =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("ada:secret".getBytes(StandardCharsets.UTF_8));

    static Stream<Arguments> doors() {
        return Engine.doors(Application.class, Doors.Basic.class);
    }

    private static ReactiveWebServerApplicationContext start(
            Engine engine, List<Class<?>> configurations, String... more) {
        List<String> properties = new ArrayList<>();
        properties.add("server.http2.enabled=true");
        properties.add("spring.security.user.name=ada");
        properties.add("spring.security.user.password=secret");
        properties.add("tako.limits.max-concurrent-requests=" + LIMIT);
        if (configurations.size() == 1) {
            properties.add(Engine.NO_SECURITY);
        }
        Collections.addAll(properties, more);
        return engine.start(configurations, properties.toArray(String[]::new));
    }

    private static String[] lines(String pattern) {
        return new String[] {
            "tako.access-log.enabled=true",
            "tako.access-log.logger=" + LOGGER,
            "tako.access-log.pattern=" + pattern
        };
    }

    @ParameterizedTest
    @MethodSource("doors")
    void everythingOverHttp1HasOneLine(Engine engine, List<Class<?>> configurations)
            throws Exception {
        try (var context = start(engine, configurations, lines("%h %r %s %B %X %{X-Told}o"));
                Lines lines = Lines.begin()) {
            int port = Engine.port(context);
            boolean guarded = configurations.size() > 1;
            ask(port, get("/public/hello?a=%22"));
            lines.await("127.0.0.1 GET /public/hello?a=%22 HTTP/1.1 200 5 + yes");
            ask(port, get("/spring"));
            lines.await("127.0.0.1 GET /spring HTTP/1.1 200 6 + -");
            int none = ask(port, get("/none")).body().length;
            lines.await("127.0.0.1 GET /none HTTP/1.1 404 " + none + " + -");
            if (guarded) {
                RawClient.Reply refused = ask(port, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(refused.status()).isEqualTo(401);
                lines.await("127.0.0.1 GET /hello HTTP/1.1 401 0 + -");
            }
            int head = ask(port, "NO\u0001SENSE / HTTP/1.1\r\nHost: a\r\n\r\n").body().length;
            lines.await("127.0.0.1 - 400 " + head + " + -");
            int host = ask(port, "GET /x\"y HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").body().length;
            lines.await("127.0.0.1 GET /x\\\"y HTTP/1.1 400 " + host + " + -");
            String much = "X-Much: " + "x".repeat(20_000) + "\r\n";
            int large = ask(port, "GET /large HTTP/1.1\r\n" + much + "\r\n").body().length;
            lines.await("127.0.0.1 GET /large HTTP/1.1 431 " + large + " + -");
            try (RawWebSocket socket =
                    RawWebSocket.open(port, "/socket", "Authorization: " + CREDENTIALS + "\r\n")) {
                lines.await("127.0.0.1 GET /socket HTTP/1.1 101 0 + -");
                assertThat(socket.readText()).isEqualTo("hi");
            }
            leave(port);
            lines.awaitMatch("127\\.0\\.0\\.1 GET /endless HTTP/1\\.1 200 [1-9]\\d* X -");
            int answered = overload(port);
            lines.await("127.0.0.1 GET /endless HTTP/1.1 503 0 + -");
            for (int i = 0; i < answered; i++) {
                lines.awaitMatch("127\\.0\\.0\\.1 GET /endless HTTP/1\\.1 200 [1-9]\\d* X -");
            }
            lines.assertNoMore();
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void everythingOverHttp2HasOneLine(Engine engine, List<Class<?>> configurations)
            throws Exception {
        try (var context = start(engine, configurations, lines("%h %r %s %B %X"));
                Lines lines = Lines.begin();
                Http2Client client = Http2Client.connect(Engine.port(context))) {
            client.send(request(1, "/public/hello"));
            assertThat(client.reply(1).status()).isEqualTo(200);
            lines.await("127.0.0.1 GET /public/hello HTTP/2.0 200 5 +");
            client.send(request(3, "/spring"));
            assertThat(client.reply(3).status()).isEqualTo(200);
            lines.await("127.0.0.1 GET /spring HTTP/2.0 200 6 +");
            client.send(request(5, "/none"));
            int none = client.reply(5).body().length;
            lines.await("127.0.0.1 GET /none HTTP/2.0 404 " + none + " +");
            if (configurations.size() > 1) {
                client.send(Http2Bytes.frames().get(7, "/hello"));
                assertThat(client.reply(7).status()).isEqualTo(401);
                lines.await("127.0.0.1 GET /hello HTTP/2.0 401 0 +");
            }
            client.send(Http2Bytes.frames().get(9, "none"));
            assertThat(client.reply(9).status()).isEqualTo(Http2Client.Reply.RESET + 1);
            lines.await("127.0.0.1 - - 0 X");
            client.send(
                    Http2Bytes.frames()
                            .headers(
                                    11,
                                    true,
                                    Http2Bytes.request("GET", "/", "x-much", "x".repeat(9_000))));
            assertThat(client.reply(11).status()).isEqualTo(431);
            lines.await("127.0.0.1 - 431 0 +");
            client.send(request(13, "/endless"));
            assertThat(beginning(client, 13)).isNotNull();
            client.send(Http2Bytes.frames().reset(13, CANCEL));
            lines.awaitMatch("127\\.0\\.0\\.1 GET /endless HTTP/2\\.0 200 \\d+ X");
            client.send(
                    Http2Bytes.frames()
                            .headers(
                                    15,
                                    false,
                                    Http2Bytes.request(
                                            "CONNECT",
                                            "/socket",
                                            ":protocol",
                                            "websocket",
                                            "sec-websocket-version",
                                            "13",
                                            "authorization",
                                            CREDENTIALS)));
            // The firewall of Spring Security knows no CONNECT unless it is told to.
            int status = configurations.size() > 1 ? 400 : 200;
            lines.await("127.0.0.1 CONNECT /socket HTTP/2.0 " + status + " 0 +");
            lines.assertNoMore();
        }
    }

    @Test
    void namedListenersAreLoggedToo() throws Exception {
        try (var context =
                        start(
                                Engine.TAKO_SHARED,
                                List.of(Application.class),
                                "tako.listeners.more.port=0",
                                "tako.listeners.more.address=127.0.0.1",
                                "tako.trusted-proxies=127.0.0.1",
                                "tako.access-log.enabled=true",
                                "tako.access-log.logger=" + LOGGER,
                                "tako.access-log.format=json");
                Lines lines = Lines.begin()) {
            int port =
                    context.getEnvironment().getRequiredProperty("local.tako.more.port", int.class);
            ask(
                    port,
                    "GET /public/hello HTTP/1.1\r\nHost: a\r\nUser-Agent: \"x\r\n"
                            + "X-Forwarded-For: 192.0.2.9\r\n\r\n");
            lines.awaitMatch(
                    "\\{\"time\":\"20.+Z\",\"client\":\"192\\.0\\.2\\.9\",.*\"status\":200,"
                            + "\"bytes\":5,.*\"whole\":true,\"host\":\"a\",\"referer\":null,"
                            + "\"userAgent\":\"\\\\\"x\"}");
        }
    }

    @Test
    void nothingIsLoggedUnlessAskedFor() throws Exception {
        try (var context =
                        start(
                                Engine.TAKO_SHARED,
                                List.of(Application.class),
                                "tako.access-log.logger=" + LOGGER);
                Lines lines = Lines.begin()) {
            ask(Engine.port(context), get("/public/hello"));
            lines.assertNoMore();
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + CREDENTIALS + "\r\n\r\n";
    }

    private static Http2Bytes request(int stream, String path) {
        return Http2Bytes.frames()
                .headers(
                        stream,
                        true,
                        Http2Bytes.request("GET", path, "authorization", CREDENTIALS));
    }

    /** The first frame of a stream, or null if the connection ends before. */
    private static Http2Client.@Nullable Frame beginning(Http2Client client, int stream)
            throws IOException {
        Http2Client.Frame frame = client.read();
        while (frame != null && frame.stream() != stream) {
            frame = client.read();
        }
        return frame;
    }

    private static RawClient.Reply ask(int port, String request) throws IOException {
        try (RawClient client = RawClient.connect(port).send(request)) {
            return client.reply();
        }
    }

    private static void leave(int port) throws IOException {
        try (RawClient client = RawClient.connect(port).send(get("/endless"))) {
            assertThat(client.in().read()).isEqualTo('H');
            assertThat(client.in().readNBytes(10_000)).hasSize(10_000);
            client.reset();
        }
    }

    /** Asks until that is too much, and leaves; how many were answered. */
    private static int overload(int port) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            while (true) {
                RawClient client = RawClient.connect(port).send(get("/endless"));
                clients.add(client);
                String status = new String(client.in().readNBytes(12), StandardCharsets.US_ASCII);
                if (status.equals("HTTP/1.1 503")) {
                    return clients.size() - 1;
                }
                assertThat(status).isEqualTo("HTTP/1.1 200");
                assertThat(client.in().readNBytes(10_000)).hasSize(10_000);
            }
        } finally {
            for (RawClient client : clients) {
                client.reset();
            }
        }
    }

    /** What the log has said and nobody has asked for yet. */
    private static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        private static Logger logger() {
            return (Logger) LoggerFactory.getLogger(LOGGER);
        }

        /** After the application has begun, which sets logging up anew. */
        static Lines begin() {
            Lines lines = new Lines();
            lines.start();
            logger().addAppender(lines);
            return lines;
        }

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getFormattedMessage());
        }

        /** Waits for such a line and takes it out. */
        void await(String line) {
            Waiting.until(() -> assertThat(all).contains(line));
            assertThat(all.remove(line)).isTrue();
        }

        void awaitMatch(String pattern) {
            Waiting.until(() -> assertThat(all).anyMatch(line -> line.matches(pattern)));
            String found = all.stream().filter(line -> line.matches(pattern)).findFirst().get();
            assertThat(all.remove(found)).isTrue();
        }

        void assertNoMore() {
            assertThat(all).isEmpty();
        }

        @Override
        public void close() {
            logger().detachAppender(this);
            stop();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes routes() {
            return routes ->
                    routes.get(
                                    "/public/hello",
                                    handle(() -> Response.text("hello").header("X-Told", "yes")))
                            .get("/hello", handle(() -> "hello"))
                            .get(
                                    "/endless",
                                    handle(
                                            () ->
                                                    Response.stream(
                                                            MediaType.TEXT_PLAIN,
                                                            AccessLogTest::endless)))
                            .ws("/socket", socket -> socket.send("hi"));
        }

        @Bean
        Controller controller() {
            return new Controller();
        }
    }

    private static void endless(BodyWriter out) throws IOException {
        while (out.open()) {
            out.write(new byte[8192]);
        }
    }

    @RestController
    static final class Controller {

        @GetMapping("/spring")
        String spring() {
            return "spring";
        }
    }
}
