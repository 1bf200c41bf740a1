package io.tako.docs;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.RouterBuilder;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class Http1Test {

    private static final String HOST = "Host: a\r\n";

    /** What each row of the page's table means on the wire. */
    private static final Map<String, List<String>> SENT = new LinkedHashMap<>();

    static {
        sent(
                "no Host, two of them, or one that cannot be",
                get(""),
                get(HOST + HOST),
                get("Host: a b\r\n"));
        sent(
                "Content-Length and Transfer-Encoding together",
                post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
        sent(
                "two different Content-Lengths",
                post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"));
        sent("a field line folded over two lines", get(HOST + "A: b\r\n c\r\n"));
        sent("a space before the colon of a field", get(HOST + "A : b\r\n"));
        sent(
                "anything but single spaces in the request line",
                "GET  / HTTP/1.1\r\n" + HOST + "\r\n");
        sent(
                "a target that is no path and no absolute URI",
                "GET somewhere HTTP/1.1\r\n" + HOST + "\r\n");
        sent(
                "a chunk size that is no number",
                post("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"));
        sent("a head that stays unfinished (tako.timeouts.header-read)", "GET / HTTP/1.1\r\nHo");
        sent(
                "a request line over tako.limits.request-line",
                "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
        sent(
                "an expectation other than 100-continue",
                post("Expect: more\r\nContent-Length: 3\r\n", "abc"));
        sent(
                "fields over server.max-http-request-header-size",
                get(HOST + "A: " + "b".repeat(9_000) + "\r\n"));
        sent(
                "a transfer coding other than chunked",
                post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"));
        sent("CONNECT", "CONNECT a:443 HTTP/1.1\r\n" + HOST + "\r\n");
        sent("another version than HTTP/1.0 or 1.1", "GET / HTTP/3.0\r\n" + HOST + "\r\n");
    }

    private static void sent(String row, String... requests) {
        SENT.put(row, List.of(requests));
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\n" + fields + "\r\n";
    }

    private static String post(String fields, String body) {
        return "POST / HTTP/1.1\r\n" + HOST + fields + "\r\n" + body;
    }

    private static void routes(RouterBuilder routes) {
        routes.get("/", handle(() -> "hello")).post("/", handle(bytes(), body -> body.length));
    }

    private static RunningServer start(HttpLimits limits, Duration headerRead) {
        Duration minute = Duration.ofMinutes(1);
        return RunningServer.start(
                RuntimeKind.SHARED,
                IoPreference.NIO,
                1,
                limits,
                new HttpTimeouts(headerRead, minute, minute, minute),
                Http1Test::routes);
    }

    @Test
    void theTableTellsHowTheProtocolAnswers() throws IOException {
        List<List<String>> rows = Guide.table("http1.md", "Sent");
        assertThat(rows)
                .extracting(List::getFirst)
                .containsAll(SENT.keySet())
                .hasSize(SENT.size() + 2);
        // Short enough to wait for, and long enough for a client to begin.
        try (RunningServer server = start(HttpLimits.defaults(), Duration.ofSeconds(3))) {
            for (List<String> row : rows) {
                for (String request : SENT.getOrDefault(row.getFirst(), List.of())) {
                    try (RawClient client = RawClient.connect(server.port())) {
                        assertThat(client.send(request).reply().status())
                                .as("%s: %s", row.getFirst(), request)
                                .isEqualTo(Integer.parseInt(row.get(1)));
                        assertThat(client.closed()).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void connectionsOverTheLimitAreAnswered503() throws IOException {
        try (RunningServer server = start(limits(1, 0), Duration.ofMinutes(1));
                RawClient first = RawClient.connect(server.port())) {
            assertThat(first.send(get(HOST)).reply().status()).isEqualTo(200);
            try (RawClient second = RawClient.connect(server.port())) {
                assertThat(second.reply().status()).isEqualTo(503);
            }
        }
    }

    @Test
    void requestsOverTheLimitAreAnswered503() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (RunningServer server =
                        RunningServer.start(
                                RuntimeKind.SHARED,
                                IoPreference.NIO,
                                1,
                                limits(0, 1),
                                HttpTimeouts.defaults(),
                                routes ->
                                        routes.get(
                                                "/",
                                                handle(
                                                        () -> {
                                                            entered.countDown();
                                                            leave.await();
                                                            return "hello";
                                                        })));
                RawClient first = RawClient.connect(server.port());
                RawClient second = RawClient.connect(server.port())) {
            first.send(get(HOST));
            entered.await();
            assertThat(second.send(get(HOST)).reply().status()).isEqualTo(503);
            leave.countDown();
            assertThat(first.reply().text()).isEqualTo("hello");
        }
    }

    private static HttpLimits limits(int connections, int requests) {
        HttpLimits base = HttpLimits.defaults();
        return new HttpLimits(
                base.requestLine(),
                base.headers(),
                connections,
                requests,
                base.maxRequestsPerConnection(),
                base.pipelinedBytes(),
                base.unreadBodyDrain(),
                base.bodyWindow(),
                base.writeWindow());
    }
}
