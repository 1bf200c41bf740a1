package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of WebFlux are compressed by {@code server.compression.*}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompressedAnswersTest {

    private @Nullable Engines engines;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        engines =
                Library.start(
                        Engines.TAKO,
                        FileCalls.shelf(directory),
                        "server.compression.enabled=true",
                        "server.compression.min-response-size=100",
                        "server.compression.mime-types=application/json,application/x-ndjson,"
                                + "text/event-stream,application/octet-stream");
    }

    @AfterAll
    void stop() {
        engines().close();
    }

    private Engines engines() {
        return Objects.requireNonNull(engines);
    }

    @ParameterizedTest
    @CsvSource({
        "/books?size=50, application/json",
        "/books/array, application/json",
        "/streams/lines, application/x-ndjson",
        "/streams/events, text/event-stream",
        "/streams/large, application/octet-stream",
        "/streams/elsewhere, application/octet-stream",
        "/files/large.bin, application/octet-stream",
        "/files/large.bin/part, application/octet-stream",
    })
    void answerIsCompressed(String path, String accept) throws IOException {
        for (Engine engine : Engines.TAKO) {
            int port = engines().port(engine);
            Answer plain = Answer.to(Call.get(path, path, "Accept", accept), port);
            Answer coded =
                    Answer.to(
                            Call.get(path, path, "Accept", accept, "Accept-Encoding", "gzip"),
                            port);
            assertThat(plain.field("content-encoding")).isEmpty();
            assertThat(plain.field("vary")).contains("Accept-Encoding");
            assertThat(coded.field("content-encoding")).as("%s", engine).isEqualTo("gzip");
            assertThat(coded.field("vary")).contains("Accept-Encoding");
            assertThat(unzipped(coded)).as("%s", engine).isEqualTo(plain.body());
        }
    }

    private static String unzipped(Answer answer) throws IOException {
        byte[] coded = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/books/0465026567", // too small
        "/books/1/cover", // of another type
        "/answers/no-content",
        "/answers/not-modified",
    })
    void answerIsNotCompressed(String path) throws IOException {
        for (Engine engine : Engines.TAKO) {
            Answer answer =
                    Answer.to(
                            Call.get(path, path, "Accept-Encoding", "gzip"),
                            engines().port(engine));
            assertThat(answer.field("content-encoding")).as("%s", engine).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-99", "bytes=100-"})
    void rangesAreOfTheFileItself(String range) throws IOException {
        for (Engine engine : Engines.TAKO) {
            Answer answer =
                    Answer.to(
                            Call.get(
                                    "range",
                                    "/files/large.bin",
                                    "Range",
                                    range,
                                    "Accept-Encoding",
                                    "gzip"),
                            engines().port(engine));
            assertThat(answer.status()).as("%s", engine).isEqualTo(206);
            assertThat(answer.field("content-encoding")).as("%s", engine).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource("/streams/fails-later")
    void compressedStreamThatFailsIsCut(String path) throws IOException {
        for (Engine engine : Engines.TAKO) {
            Answer answer =
                    Answer.to(
                            Call.get(path, path, "Accept-Encoding", "gzip"),
                            engines().port(engine));
            assertThat(answer.field("content-encoding")).isEqualTo("gzip");
            assertThat(answer.whole()).as("%s", engine).isFalse();
        }
    }
}
