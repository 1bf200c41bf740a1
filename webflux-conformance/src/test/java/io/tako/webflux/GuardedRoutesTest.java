package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What filters put around requests and responses is around Tako's routes, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuardedRoutesTest {

    private static final String MODE = "REACTOR_NETTY";

    private @Nullable Engines engines;
    private @Nullable Path shelf;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        shelf = FileCalls.shelf(directory);
        engines = Engines.start(Engines.TAKO, GuardedRoutes.class, "library.shelf=" + directory);
    }

    @AfterAll
    void stop() {
        engines().close();
    }

    private Engines engines() {
        return Objects.requireNonNull(engines);
    }

    private GuardedRoutes.Seen seen(Engine engine) {
        return engines().bean(engine, GuardedRoutes.Seen.class);
    }

    private Answer ask(Engine engine, Call call) throws IOException {
        Answer answer = Answer.to(call, engines().port(engine));
        assertThat(answer.field("set-cookie")).isEqualTo("filter=on");
        return answer;
    }

    /** Asks, and asserts by which of the two ways the body passed the filter. */
    private Answer passing(Engine engine, String path, int written, int flushed)
            throws IOException {
        GuardedRoutes.Seen seen = seen(engine);
        seen.written.set(0);
        seen.flushed.set(0);
        Answer answer = ask(engine, Call.get(path, path));
        assertThat(seen.written).as("writeWith").hasValue(written);
        assertThat(seen.flushed).as("writeAndFlushWith").hasValue(flushed);
        return answer;
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void bytesPassTheFilter(Engine engine) throws IOException {
        Answer answer = passing(engine, "/bytes", 1, 0);
        assertThat(answer.body()).isEqualTo("bytes");
        assertThat(answer.field("content-length")).isEqualTo("5");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void noBodyPassesTheFilter(Engine engine) throws IOException {
        assertThat(passing(engine, "/empty", 0, 0).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void filePassesTheFilter(Engine engine) throws IOException {
        byte[] whole = Files.readAllBytes(Objects.requireNonNull(shelf).resolve("large.bin"));
        byte[] part = Arrays.copyOfRange(whole, 1000, 101_000);
        Answer answer = passing(engine, "/file", 1, 0);
        assertThat(answer.body()).isEqualTo(new String(part, StandardCharsets.ISO_8859_1));
        assertThat(answer.field("content-length")).isEqualTo("100000");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void streamingBodyPassesTheFilter(Engine engine) throws IOException {
        assertThat(passing(engine, "/streaming", 0, 1).body()).isEqualTo("0123456789".repeat(1000));
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void publishedBodyPassesTheFilter(Engine engine) throws IOException {
        Answer answer = passing(engine, "/published", 0, 1);
        assertThat(answer.body()).hasSize(10_000).startsWith("000").endsWith("444");
        assertThat(answer.field("content-length")).isEqualTo("10000");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void eventsPassTheFilter(Engine engine) throws IOException {
        assertThat(passing(engine, "/events", 0, 1).body()).isEqualTo("data: one\n\ndata: two\n\n");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void headHasTheFieldsAndNoBody(Engine engine) throws IOException {
        for (String path : new String[] {"/bytes", "/file", "/streaming", "/published"}) {
            Answer get = ask(engine, Call.get(path, path));
            Answer head = ask(engine, Call.head(path, path));
            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(head.field("content-type")).as(path).isEqualTo(get.field("content-type"));
            assertThat(head.field("content-length"))
                    .as(path)
                    .isEqualTo(get.field("content-length"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void routeSeesTheRequestThatTheFilterMade(Engine engine) throws IOException {
        Call call = Call.post("changed", "/old/echo", "text/plain", "quiet", "X-Filter", "client");
        assertThat(ask(engine, call).body()).isEqualTo("filtered: QUIET");
        Call large = Call.post("large", "/old/echo", "text/plain", "x".repeat(300_000));
        assertThat(ask(engine, large).body()).isEqualTo("filtered: " + "X".repeat(300_000));
        assertThat(ask(engine, large.inChunks()).body()).hasSize(300_010);
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void socketOpensBehindTheFilter(Engine engine) throws IOException {
        try (RawWebSocket socket = RawWebSocket.open(engines().port(engine), "/socket")) {
            assertThat(socket.opening().field("set-cookie")).isEqualTo("filter=on");
            assertThat(socket.readText()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void filterLearnsThatABodyFailed(Engine engine) throws Exception {
        Answer answer = ask(engine, Call.get("breaks", "/breaks"));
        assertThat(answer.whole()).isFalse();
        assertThat(seen(engine).next()).isEqualTo("failed: no more");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void clientThatLeavesInterruptsAnEmitterBehindTheFilter(Engine engine) throws Exception {
        try (RawClient client = RawClient.connect(engines().port(engine))) {
            client.send("GET /silence HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.in().read()).isEqualTo('H');
            client.reset();
        }
        assertThat(seen(engine).next()).isEqualTo("interrupted");
    }
}
