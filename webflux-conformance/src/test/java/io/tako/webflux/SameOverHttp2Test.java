package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What WebFlux answers over HTTP/1.1 it answers over HTTP/2. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SameOverHttp2Test {

    /** The most that a window can be. */
    private static final int CREDIT = 1 << 30;

    private static final int FRAME = 16_384;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private @Nullable Engines engines;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        engines =
                Library.start(
                        Engines.TAKO,
                        FileCalls.shelf(directory),
                        "server.http2.enabled=true",
                        // The client sends every body at once, and counts no credit.
                        "tako.limits.body-window=512KB");
    }

    @AfterAll
    void stop() {
        engines().close();
    }

    private Engines engines() {
        return Objects.requireNonNull(engines);
    }

    /** Targets of HTTP/2 are paths. */
    static Stream<Call> calls() {
        return Library.calls().filter(call -> call.target().startsWith("/"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void answerIsTheSame(Call call) throws IOException {
        for (Engine engine : Engines.TAKO) {
            Answer expected = Answer.to(call, engines().port(engine)).alike();
            Http2Client.Reply reply = over(call, engines().port(engine));
            if (!expected.whole()) {
                assertThat(reply.status()).as("a reset stream").isGreaterThan(599);
                continue;
            }
            assertThat(reply.status())
                    .as(engine + ": " + reply.text())
                    .isEqualTo(expected.status());
            Map<String, List<String>> fields = new TreeMap<>();
            reply.fields().forEach((name, value) -> fields.put(name, List.of(value)));
            String body = new String(reply.body(), StandardCharsets.ISO_8859_1);
            Answer answer = new Answer(reply.status(), fields, body, true);
            assertThat(answer.alike().body()).as("%s", engine).isEqualTo(expected.body());
        }
    }

    private static Http2Client.Reply over(Call call, int port) throws IOException {
        Http2Bytes opening =
                Http2Bytes.frames().settings(INITIAL_WINDOW_SIZE, CREDIT).windowUpdate(0, CREDIT);
        try (Http2Client client = Http2Client.connect(port, opening)) {
            awaitSettings(client);
            byte[] body = call.body();
            Http2Bytes request =
                    Http2Bytes.frames().headers(1, body.length == 0, call.http2Fields());
            for (int at = 0; at < body.length; at += FRAME) {
                int end = Math.min(body.length, at + FRAME);
                int flags = end == body.length ? Http2Bytes.END_STREAM : 0;
                request.frame(Http2Bytes.DATA, flags, 1, Arrays.copyOfRange(body, at, end));
            }
            client.send(request);
            return client.reply(1);
        }
    }

    /** The windows of streams are as the server says once the client has said that it knows. */
    private static void awaitSettings(Http2Client client) throws IOException {
        Http2Client.Frame frame = client.read();
        while (frame != null
                && (frame.type() != Http2Bytes.SETTINGS || frame.flag(Http2Bytes.ACK))) {
            frame = client.read();
        }
    }
}
