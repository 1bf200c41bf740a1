package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

class TestExchangeTest {

    @Test
    void requestIsWhatWasSaid() throws Exception {
        TestExchange exchange =
                TestExchange.of(HttpMethod.POST, "/a%20b?c=d")
                        .withHeader("X-A", "1")
                        .withHeader("x-a", "2")
                        .withRemoteAddress("192.0.2.7")
                        .withJson("{}");
        Request request = exchange.request();
        assertThat(request.method()).isEqualTo(HttpMethod.POST);
        assertThat(request.path()).isEqualTo("/a%20b");
        assertThat(request.query()).isEqualTo("c=d");
        assertThat(request.headers("X-A")).containsExactly("1", "2");
        assertThat(request.header("content-length")).isEqualTo("2");
        assertThat(request.headers().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(request.content().bytes()).asString().isEqualTo("{}");
        assertThat(((InetSocketAddress) request.connection().remoteAddress()).getAddress())
                .isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
    }

    @Test
    void firstAnswerWins() throws Exception {
        TestExchange exchange = TestExchange.get("/");
        assertThatThrownBy(exchange::response).isInstanceOf(AssertionError.class);
        assertThat(exchange.open()).isTrue();
        assertThat(exchange.respond(Response.text("1"))).isTrue();
        assertThat(exchange.respond(Response.text("2"))).isFalse();
        assertThat(exchange.open()).isFalse();
        assertThat(exchange.bodyText()).isEqualTo("1");
    }

    @Test
    void streamingBodyRunsOnce() throws Exception {
        List<String> runs = new ArrayList<>();
        TestExchange exchange = TestExchange.get("/");
        exchange.respond(
                Response.stream(
                        MediaType.TEXT_PLAIN,
                        out -> {
                            runs.add("run");
                            out.write("a".getBytes(StandardCharsets.UTF_8));
                            out.flush();
                        }));
        assertThat(exchange.bodyText()).isEqualTo("a");
        assertThat(exchange.flushes()).isEqualTo(1);
        assertThat(runs).hasSize(1);
    }

    @Test
    void bodyThatBreaksItsDeclaredLengthIsAnError() {
        Body body = new Body.Streaming(out -> out.write(new byte[3]), 4);
        assertThatThrownBy(() -> TestExchange.render(body)).isInstanceOf(AssertionError.class);
    }

    @Test
    void timeStandsStillUntilAdvanced() {
        TestExchange exchange = TestExchange.get("/");
        List<String> ran = new ArrayList<>();
        exchange.schedule(Duration.ofSeconds(2), () -> ran.add("late"));
        exchange.schedule(Duration.ofSeconds(1), () -> ran.add("early"));
        exchange.schedule(Duration.ofSeconds(1), () -> ran.add("cancelled")).cancel();
        exchange.schedule(Duration.ofSeconds(1), () -> ran.add("early too"));
        assertThat(exchange.advance(Duration.ofMillis(999)).scheduled()).isEqualTo(3);
        assertThat(ran).isEmpty();
        exchange.advance(Duration.ofMillis(1));
        assertThat(ran).containsExactly("early", "early too");
        exchange.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("early", "early too", "late");
        assertThat(exchange.scheduled()).isZero();
    }

    @Test
    void interruptReachesTheRecordedThread() {
        TestExchange exchange = TestExchange.get("/");
        exchange.interrupt();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        exchange.runOn(Thread.currentThread()).interrupt();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void limitsEndBodiesHoweverTheyAreRead() {
        byte[] body = new byte[2000];
        Content declared = TestExchange.get("/").withBody(body, "a/b").content();
        assertThatThrownBy(() -> declared.limit(1999)).isInstanceOf(Rejection.TooLarge.class);

        for (int way = 0; way < 3; way++) {
            Content content = TestExchange.get("/").withChunkedBody(body, "a/b").content();
            assertThat(content.length()).isEqualTo(-1);
            content.limit(1999);
            int chosen = way;
            assertThatThrownBy(() -> read(content, chosen))
                    .as("way %d", way)
                    .isInstanceOf(Rejection.TooLarge.class);
        }
    }

    @Test
    void bodyIsReadWholeInEveryWayAndThenTrailersAreThere() throws Exception {
        for (int way = 0; way < 3; way++) {
            Content content =
                    TestExchange.get("/")
                            .withChunkedBody(new byte[2000], "a/b")
                            .withTrailer("X-End", "1")
                            .content();
            assertThat(content.trailers().isEmpty()).isTrue();
            assertThat(read(content, way)).isEqualTo(2000);
            assertThat(content.trailers().getFirst("X-End")).isEqualTo("1");
        }
    }

    private static long read(Content content, int way) throws Exception {
        return switch (way) {
            case 0 -> content.bytes().length;
            case 1 -> content.stream().readAllBytes().length;
            default ->
                    Objects.requireNonNull(
                            content.flux()
                                    .map(DataBuffer::readableByteCount)
                                    .reduce(0, Integer::sum)
                                    .block());
        };
    }

    @Test
    void bodyIsReadOnce() {
        Content content = TestExchange.get("/").withBody("x", "a/b").content();
        content.stream();
        assertThatThrownBy(content::stream).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(content::bytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsSentOrReadOnceThePeerLeft() {
        TestExchange exchange = TestExchange.get("/").withBody("x", "a/b").disconnect();
        assertThat(exchange.respond(Response.ok())).isFalse();
        assertThatThrownBy(() -> exchange.content().bytes())
                .isInstanceOf(ClientGoneException.class);
    }
}
