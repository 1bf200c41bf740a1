package io.tako.respond;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpMethod;

class StoredContentTest {

    private static final String CONTENT = "0123456789";
    private static final String CHANGED = "Fri, 02 Jan 2026 03:04:05 GMT";

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = folder.resolve("page.html");
        Files.writeString(file, CONTENT);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    }

    private static TestExchange answer(Object value, TestExchange exchange) throws Exception {
        exchange.respond(Responders.toResponse(value, exchange.request()));
        return exchange;
    }

    private TestExchange get(String... fields) throws Exception {
        TestExchange exchange = TestExchange.get("/");
        for (int i = 0; i < fields.length; i += 2) {
            exchange.withHeader(fields[i], fields[i + 1]);
        }
        return answer(file, exchange);
    }

    private String etag() throws Exception {
        return String.valueOf(get().response().header("etag"));
    }

    @Test
    void fileIsSentAsAFileWithTypeAndValidators() throws Exception {
        TestExchange exchange = get();
        Response response = exchange.response();
        assertThat(response.status().value()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(new Body.File(file, 0, 10));
        assertThat(response.header("content-type")).isEqualTo("text/html");
        assertThat(response.header("last-modified")).isEqualTo(CHANGED);
        assertThat(response.header("etag")).startsWith("W/\"").endsWith("\"");
        assertThat(response.header("accept-ranges")).isEqualTo("bytes");
        assertThat(exchange.bodyText()).isEqualTo(CONTENT);
    }

    @Test
    void tagChangesWithSizeAndTime() throws Exception {
        String before = etag();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.679Z")));
        String touched = etag();
        Files.writeString(file, CONTENT + CONTENT);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.679Z")));
        assertThat(Set.of(before, touched, etag())).hasSize(3);
    }

    @Test
    void unknownExtensionIsOctets() throws Exception {
        Path odd = Files.writeString(folder.resolve("x.nosuchtype"), "x");
        assertThat(answer(odd, TestExchange.get("/")).response().header("content-type"))
                .isEqualTo("application/octet-stream");
    }

    @Test
    void missingFilesAndFoldersAre404() throws Exception {
        for (Path path :
                new Path[] {folder, folder.resolve("none"), file.resolve("below-a-file")}) {
            Response response = answer(path, TestExchange.get("/")).response();
            assertThat(response.status().value()).as("%s", path).isEqualTo(404);
            assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        }
        Object[] resources = {
            new ClassPathResource("no/such/resource"), new FileSystemResource(folder.resolve("no"))
        };
        for (Object resource : resources) {
            assertThat(answer(resource, TestExchange.get("/")).response().status().value())
                    .isEqualTo(404);
        }
    }

    static Stream<Arguments> satisfiable() {
        return Stream.of(
                arguments("bytes=0-0", "0", "bytes 0-0/10"),
                arguments("bytes=2-4", "234", "bytes 2-4/10"),
                arguments("bytes=7-", "789", "bytes 7-9/10"),
                arguments("bytes=8-99999999999999999999", "89", "bytes 8-9/10"),
                arguments("bytes=-3", "789", "bytes 7-9/10"),
                arguments("BYTES=-30", CONTENT, "bytes 0-9/10"));
    }

    @ParameterizedTest
    @MethodSource("satisfiable")
    void rangeIs206(String range, String body, String contentRange) throws Exception {
        TestExchange exchange = get("Range", range);
        assertThat(exchange.response().status().value()).isEqualTo(206);
        assertThat(exchange.response().header("content-range")).isEqualTo(contentRange);
        assertThat(exchange.response().body()).isInstanceOf(Body.File.class);
        assertThat(exchange.bodyText()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=99999999999999999999-", "bytes=-0"})
    void rangeOutsideOfTheContentIs416(String range) throws Exception {
        Response response = get("Range", range).response();
        assertThat(response.status().value()).isEqualTo(416);
        assertThat(response.header("content-range")).isEqualTo("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=0-1,3-4", "bytes=5-2", "bytes=-", "lines=1-2", "bytes=a-b", "bytes"})
    void otherRangesAreTheWholeContent(String range) throws Exception {
        TestExchange exchange = get("Range", range);
        assertThat(exchange.response().status().value()).isEqualTo(200);
        assertThat(exchange.bodyText()).isEqualTo(CONTENT);
    }

    @Test
    void onlyGetHasRanges() throws Exception {
        for (HttpMethod method : new HttpMethod[] {HttpMethod.HEAD, HttpMethod.POST}) {
            TestExchange exchange = TestExchange.of(method, "/").withHeader("Range", "bytes=0-1");
            assertThat(answer(file, exchange).response().status().value()).isEqualTo(200);
        }
    }

    @Test
    void emptyFileHasNoRanges() throws Exception {
        Files.writeString(file, "");
        assertThat(get("Range", "bytes=-5").response().status().value()).isEqualTo(200);
        assertThat(get("Range", "bytes=0-").response().status().value()).isEqualTo(416);
    }

    @Test
    void ifRangeContinuesOnTheExactDateOnly() throws Exception {
        assertThat(get("Range", "bytes=1-", "If-Range", CHANGED).response().status().value())
                .isEqualTo(206);
        for (String other :
                new String[] {"Fri, 02 Jan 2026 03:04:06 GMT", etag(), "\"strong\"", "nonsense"}) {
            assertThat(get("Range", "bytes=1-", "If-Range", other).response().status().value())
                    .as(other)
                    .isEqualTo(200);
        }
    }

    @Test
    void heldTagIs304WithoutBody() throws Exception {
        String tag = etag();
        for (String list : new String[] {tag, "\"a\", " + tag, tag.substring(2), "*"}) {
            Response response = get("If-None-Match", list).response();
            assertThat(response.status().value()).as(list).isEqualTo(304);
            assertThat(response.body()).isEqualTo(Body.EMPTY);
            assertThat(response.header("etag")).isEqualTo(tag);
            assertThat(response.header("last-modified")).isEqualTo(CHANGED);
        }
        assertThat(get("If-None-Match", "\"other\"").response().status().value()).isEqualTo(200);
    }

    @Test
    void commaWithinATagIsAPartOfIt() throws Exception {
        String tag = etag();
        assertThat(get("If-None-Match", "\"a," + tag + ",b\"").response().status().value())
                .isEqualTo(200);
        assertThat(get("If-None-Match", "\"a,b\", " + tag).response().status().value())
                .isEqualTo(304);
    }

    @Test
    void ifMatchWantsAStrongTagOrAnyState() throws Exception {
        assertThat(get("If-Match", "*").response().status().value()).isEqualTo(200);
        for (String tags : new String[] {"\"other\"", etag(), etag().substring(2), "nonsense"}) {
            Response response = get("If-Match", tags).response();
            assertThat(response.status().value()).as(tags).isEqualTo(412);
            assertThat(response.header("content-type")).isEqualTo("application/problem+json");
            assertThat(response.header("etag")).isEqualTo(etag());
        }
    }

    @Test
    void changedSinceTheDateTheClientInsistsOnIs412() throws Exception {
        String field = "If-Unmodified-Since";
        assertThat(get(field, CHANGED).response().status().value()).isEqualTo(200);
        assertThat(get(field, "Fri, 02 Jan 2026 03:04:04 GMT").response().status().value())
                .isEqualTo(412);
        assertThat(get(field, "yesterday").response().status().value()).isEqualTo(200);
    }

    static Stream<Arguments> precedence() {
        String before = "Fri, 02 Jan 2026 03:04:04 GMT";
        return Stream.of(
                arguments(412, List.of("If-Match", "\"x\"", "If-None-Match", "*")),
                arguments(304, List.of("If-Match", "*", "If-None-Match", "*")),
                arguments(200, List.of("If-Match", "*", "If-Unmodified-Since", before)),
                arguments(412, List.of("If-Match", "\"x\"", "If-Unmodified-Since", CHANGED)),
                arguments(412, List.of("If-Unmodified-Since", before, "If-None-Match", "*")),
                arguments(304, List.of("If-Unmodified-Since", CHANGED, "If-None-Match", "*")),
                arguments(200, List.of("If-None-Match", "\"x\"", "If-Modified-Since", CHANGED)),
                arguments(412, List.of("If-Match", "\"x\"", "Range", "bytes=0-1")),
                arguments(206, List.of("If-Match", "*", "Range", "bytes=0-1")),
                arguments(304, List.of("If-None-Match", "*", "Range", "bytes=0-1")),
                arguments(
                        206,
                        List.of(
                                "If-Unmodified-Since", CHANGED,
                                "If-Range", CHANGED,
                                "Range", "bytes=0-1")));
    }

    @ParameterizedTest
    @MethodSource("precedence")
    void conditionsAreEvaluatedInTheirOrder(int status, List<String> fields) throws Exception {
        assertThat(get(fields.toArray(String[]::new)).response().status().value())
                .isEqualTo(status);
    }

    @Test
    void contentWithoutValidatorsMatchesAnyStateAlone() throws Exception {
        var content = new ByteArrayResource(CONTENT.getBytes(UTF_8));
        String[][] cases = {
            {"If-Match", "*", "200"},
            {"If-Match", "\"x\"", "412"},
            {"If-None-Match", "*", "304"},
            {"If-None-Match", "\"x\"", "200"},
            {"If-Unmodified-Since", CHANGED, "200"},
        };
        for (String[] one : cases) {
            TestExchange exchange = TestExchange.get("/").withHeader(one[0], one[1]);
            assertThat(answer(content, exchange).response().status().value())
                    .as(one[0] + ": " + one[1])
                    .isEqualTo(Integer.parseInt(one[2]));
        }
    }

    @Test
    void unchangedSinceIs304() throws Exception {
        assertThat(get("If-Modified-Since", CHANGED).response().status().value()).isEqualTo(304);
        assertThat(
                        get("If-Modified-Since", "Fri, 02 Jan 2026 03:04:04 GMT")
                                .response()
                                .status()
                                .value())
                .isEqualTo(200);
        assertThat(get("If-Modified-Since", "yesterday").response().status().value())
                .isEqualTo(200);
    }

    @Test
    void tagsGoBeforeDates() throws Exception {
        assertThat(
                        get("If-None-Match", "\"other\"", "If-Modified-Since", CHANGED)
                                .response()
                                .status()
                                .value())
                .isEqualTo(200);
    }

    @Test
    void conditionsAreForReadingMethods() throws Exception {
        for (String field : new String[] {"If-None-Match", "If-Match"}) {
            TestExchange post =
                    TestExchange.of(HttpMethod.POST, "/").withHeader(field, "\"other\"");
            assertThat(answer(file, post).response().status().value()).isEqualTo(200);
        }
    }

    @Test
    void fileResourceIsItsFile() throws Exception {
        Response response = answer(new FileSystemResource(file), TestExchange.get("/")).response();
        assertThat(response.body()).isEqualTo(new Body.File(file, 0, 10));
    }

    @Test
    void resourceInMemoryHasRangesAndNoValidators() throws Exception {
        TestExchange exchange =
                answer(
                        new ByteArrayResource(CONTENT.getBytes(UTF_8)),
                        TestExchange.get("/").withHeader("Range", "bytes=3-5"));
        assertThat(exchange.response().status().value()).isEqualTo(206);
        assertThat(exchange.response().header("etag")).isNull();
        assertThat(exchange.response().body().length()).isEqualTo(3);
        assertThat(exchange.bodyText()).isEqualTo("345");
    }

    @Test
    void resourceInAJarHasValidators() throws Exception {
        TestExchange exchange =
                answer(
                        new ClassPathResource("org/springframework/http/HttpHeaders.class"),
                        TestExchange.get("/"));
        assertThat(exchange.response().header("etag")).startsWith("W/");
        assertThat(exchange.body()).startsWith(0xCA, 0xFE, 0xBA, 0xBE);
    }

    @Test
    void openStreamResourceIsSentOnceWithoutLength() throws Exception {
        var source = new ByteArrayInputStream(CONTENT.getBytes(UTF_8));
        TestExchange exchange = answer(new InputStreamResource(source), TestExchange.get("/"));
        assertThat(exchange.response().body().length()).isEqualTo(-1);
        assertThat(exchange.bodyText()).isEqualTo(CONTENT);
    }

    @Test
    void fileInAnArchiveIsStreamed() throws Exception {
        URI archive = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path inside = Files.writeString(zip.getPath("/x.txt"), CONTENT);
            TestExchange exchange =
                    answer(inside, TestExchange.get("/").withHeader("Range", "bytes=-2"));
            assertThat(exchange.response().body()).isInstanceOf(Body.Streaming.class);
            assertThat(exchange.bodyText()).isEqualTo("89");
        }
    }
}
