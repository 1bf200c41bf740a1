package io.tako.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.runtime.RuntimeKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** nghttp, which prints every frame, and h2load, which makes many requests; both of nghttp2. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NghttpTest {

    private @Nullable Servers servers;

    @BeforeAll
    void start() throws Exception {
        servers = new Servers();
    }

    @AfterAll
    void stop() {
        Objects.requireNonNull(servers).close();
    }

    static Stream<Arguments> nghttp() {
        return Servers.each(Stream.of(Wire.H2C_PRIOR_KNOWLEDGE, Wire.H2C_UPGRADE, Wire.H2));
    }

    /** h2load knows no upgrade. */
    static Stream<Arguments> h2load() {
        return Servers.each(Stream.of(Wire.values()).filter(wire -> wire != Wire.H2C_UPGRADE));
    }

    private URI uri(Wire wire, RuntimeKind kind, String path) {
        return Objects.requireNonNull(servers).uri(wire, kind, path);
    }

    private static List<String> words(Wire wire, String... more) {
        List<String> words = new ArrayList<>(List.of("nghttp"));
        if (wire == Wire.H2C_UPGRADE) {
            words.add("--upgrade");
        }
        words.addAll(List.of(more));
        return words;
    }

    private static String run(Path directory, List<String> words) throws Exception {
        Command.Result result = Command.run(directory, words);
        assertThat(result.exit()).as(words + ": " + result).isZero();
        return result.text();
    }

    @ParameterizedTest
    @MethodSource("nghttp")
    void framesAreWhatTheyShouldBe(Wire wire, RuntimeKind kind, @TempDir Path directory)
            throws Exception {
        List<String> words = words(wire, "--verbose", "--null-out");
        words.add(uri(wire, kind, "/").toString());
        String said = run(directory, words);
        assertThat(said).contains(":status: 200", "recv SETTINGS frame", "recv DATA frame");
        assertThat(said).contains("; END_STREAM").doesNotContain("RST_STREAM", "[ERROR]");
        assertThat(said).doesNotContain("error_code=PROTOCOL_ERROR");
    }

    @ParameterizedTest
    @MethodSource("nghttp")
    void trailersComeInAFieldBlockOfTheirOwn(Wire wire, RuntimeKind kind, @TempDir Path directory)
            throws Exception {
        List<String> words = words(wire, "--verbose", "--null-out");
        words.add(uri(wire, kind, "/trailers").toString());
        String said = run(directory, words);
        assertThat(said.indexOf("x-sum: abc")).isGreaterThan(said.indexOf("recv DATA frame"));
    }

    @ParameterizedTest
    @MethodSource("nghttp")
    void aBodyIsEchoed(Wire wire, RuntimeKind kind, @TempDir Path directory) throws Exception {
        byte[] body = new byte[3 << 20];
        new Random(2).nextBytes(body);
        Files.write(directory.resolve("upload"), body);
        List<String> words = words(wire, "--data=upload", uri(wire, kind, "/").toString());
        Command.Result result = Command.run(directory, words);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo(body);
    }

    @ParameterizedTest
    @MethodSource("nghttp")
    void aRequestWithTrailersIsRead(Wire wire, RuntimeKind kind, @TempDir Path directory)
            throws Exception {
        Files.write(directory.resolve("upload"), "some".getBytes(StandardCharsets.UTF_8));
        List<String> words = words(wire, "--data=upload", "--trailer=x-sum: 1");
        words.add(uri(wire, kind, "/").toString());
        assertThat(run(directory, words)).isEqualTo("some");
    }

    @ParameterizedTest
    @MethodSource("nghttp")
    void aHundredStreamsAtOnceAreAnswered(Wire wire, RuntimeKind kind, @TempDir Path directory)
            throws Exception {
        List<String> words = words(wire, "--multiply=100", "--stat", "--null-out");
        words.add(uri(wire, kind, "/lines").toString());
        String said = run(directory, words);
        assertThat(said.lines().filter(line -> line.matches(".* 200 +[0-9.]+K? .*"))).hasSize(100);
    }

    /**
     * A window of 2 to the power of 10 for streams and connection: many updates, little at once.
     */
    @ParameterizedTest
    @MethodSource("nghttp")
    void aSmallWindowOnlySlowsDown(Wire wire, RuntimeKind kind, @TempDir Path directory)
            throws Exception {
        List<String> words = words(wire, "--window-bits=10", "--connection-window-bits=16");
        words.add(uri(wire, kind, "/lines").toString());
        assertThat(run(directory, words)).startsWith("line 0\n").endsWith("line 999\n");
    }

    @ParameterizedTest
    @MethodSource("h2load")
    void tenThousandRequestsAreAllAnswered(Wire wire, RuntimeKind kind, @TempDir Path directory)
            throws Exception {
        List<String> words = new ArrayList<>(List.of("h2load", "-n", "10000", "-c", "10"));
        words.addAll(List.of("-m", "100"));
        if (wire == Wire.HTTP1 || wire == Wire.HTTP1_TLS) {
            words.add("--h1");
        }
        words.add(uri(wire, kind, "/").toString());
        assertThat(run(directory, words))
                .contains("10000 succeeded, 0 failed, 0 errored, 0 timeout")
                .contains("10000 2xx, 0 3xx, 0 4xx, 0 5xx");
    }

    @ParameterizedTest
    @MethodSource("h2load")
    void aThousandBodiesAreAllEchoed(Wire wire, RuntimeKind kind, @TempDir Path directory)
            throws Exception {
        byte[] body = new byte[100_000];
        Files.write(directory.resolve("upload"), body);
        List<String> words = new ArrayList<>(List.of("h2load", "-n", "1000", "-c", "4"));
        words.addAll(List.of("-m", "32", "--data=upload"));
        if (wire == Wire.HTTP1 || wire == Wire.HTTP1_TLS) {
            words.add("--h1");
        }
        words.add(uri(wire, kind, "/").toString());
        String said = run(directory, words);
        assertThat(said).contains("1000 succeeded, 0 failed, 0 errored, 0 timeout");
        assertThat(said).contains("(100000000) data");
    }
}
