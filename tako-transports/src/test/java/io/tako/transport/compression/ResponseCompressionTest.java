package io.tako.transport.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.Body;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import io.tako.respond.Sse;
import io.tako.transport.config.CompressionConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

class ResponseCompressionTest {

    private static final String TEXT = "some text that is worth compressing; ".repeat(100);
    private static final Response PLAIN = Response.text(TEXT);
    private static final CompressionConfig DEFAULTS = CompressionConfig.defaults();

    private static Request request(TestExchange exchange) {
        return exchange.request(RouterSettings.defaults());
    }

    private static TestExchange gzip() {
        return TestExchange.get("/").withHeader("Accept-Encoding", "gzip");
    }

    private static Response apply(CompressionConfig config, TestExchange from, Response response) {
        return new ResponseCompression(config).apply(request(from), response);
    }

    private static Response apply(Response response) {
        return apply(DEFAULTS, gzip(), response);
    }

    private static String decoded(Response response) throws Exception {
        String token = Objects.requireNonNull(response.header("Content-Encoding"));
        byte[] bytes = TestExchange.render(response.body());
        return new String(Decoded.whole(token, bytes), StandardCharsets.UTF_8);
    }

    private static @Nullable String coding(Response response) {
        return response.header("Content-Encoding");
    }

    private static @Nullable String vary(Response response) {
        return response.header("Vary");
    }

    private static void assertUntouched(Response response) {
        assertThat(apply(response)).isSameAs(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip", "deflate"})
    void contentIsCodedAsTheClientAsks(String token) throws Exception {
        TestExchange exchange = TestExchange.get("/").withHeader("Accept-Encoding", token);
        Response response = apply(DEFAULTS, exchange, PLAIN);
        assertThat(coding(response)).isEqualTo(token);
        assertThat(vary(response)).isEqualTo("Accept-Encoding");
        assertThat(response.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(response.body().length()).isBetween(1L, TEXT.length() / 2L);
        assertThat(decoded(response)).isEqualTo(TEXT);
    }

    /** Whatever the list covers: its messages are compressed one by one, and say so themselves. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/grpc",
                "application/grpc+proto",
                "application/grpc-web-text",
                "Application/GRPC;charset=utf-8"
            })
    void whatGrpcSendsIsLeftAsItIs(String type) {
        Response response = Response.ok().header("Content-Type", type).body(PLAIN.body());
        CompressionConfig all = DEFAULTS.withMimeTypes(List.of());
        assertThat(apply(all, gzip(), response)).isSameAs(response);
    }

    @Test
    void answerThatCouldHaveDifferedVariesAndIsOtherwiseAsItWas() {
        Response response = apply(DEFAULTS, TestExchange.get("/"), PLAIN);
        assertThat(vary(response)).isEqualTo("Accept-Encoding");
        assertThat(coding(response)).isNull();
        assertThat(response.body()).isSameAs(PLAIN.body());
    }

    @Test
    void varyIsAddedToWhatIsThere() {
        assertThat(vary(apply(PLAIN.header("Vary", "Origin").header("Vary", "Cookie"))))
                .isEqualTo("Origin, Cookie, Accept-Encoding");
        assertThat(vary(apply(PLAIN.header("Vary", "accept-encoding"))))
                .isEqualTo("accept-encoding");
        assertThat(vary(apply(PLAIN.header("Vary", "*")))).isEqualTo("*");
    }

    @Test
    void smallContentIsSentAsItIs() {
        CompressionConfig config = DEFAULTS.withMinResponseSize(10);
        assertThat(coding(apply(config, gzip(), Response.text("x".repeat(9))))).isNull();
        assertThat(vary(apply(config, gzip(), Response.text("x".repeat(9))))).isNull();
        assertThat(vary(apply(config, gzip(), Response.text("x".repeat(10)))))
                .isEqualTo("Accept-Encoding");
        Response sized = Response.ok().body(new Body.Streaming(out -> {}, 9));
        assertUntouched(sized.contentType(MediaType.TEXT_PLAIN));
    }

    @Test
    void contentOfUnknownLengthIsCompressed() throws Exception {
        Response response =
                apply(Response.stream(MediaType.TEXT_PLAIN, out -> out.write(new byte[] {'a'})));
        assertThat(coding(response)).isEqualTo("gzip");
        assertThat(response.body().length()).isEqualTo(-1);
        assertThat(decoded(response)).isEqualTo("a");
    }

    @Test
    void contentThatDoesNotShrinkIsSentAsItIs() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        Response response = apply(Response.bytes(noise, "text/plain"));
        assertThat(coding(response)).isNull();
        assertThat(vary(response)).isEqualTo("Accept-Encoding");
    }

    @Test
    void largeContentIsCompressedWhileItIsSent() throws Exception {
        String large = TEXT.repeat(30);
        Response response = onVirtualThread(Response.text(large));
        assertThat(response.body()).isInstanceOf(Body.Streaming.class);
        assertThat(decoded(response)).isEqualTo(large);
    }

    @Test
    void eventLoopCompressesLessAtOnceThanAHandlersThread() throws Exception {
        Response medium = Response.text(TEXT.repeat(8));
        assertThat(onVirtualThread(medium).body()).isInstanceOf(Body.Bytes.class);
        assertThat(apply(medium).body()).isInstanceOf(Body.Streaming.class);
        assertThat(decoded(apply(medium))).isEqualTo(TEXT.repeat(8));
    }

    private static Response onVirtualThread(Response response) throws Exception {
        FutureTask<Response> task = new FutureTask<>(() -> apply(response));
        Thread.ofVirtual().start(task);
        return task.get();
    }

    @Test
    void filesAreCompressedWhileTheyAreRead(@TempDir Path directory) throws Exception {
        String large = TEXT.repeat(50);
        Path file = Files.writeString(directory.resolve("file.txt"), large);
        Response whole = Response.file(file, MediaType.TEXT_PLAIN).header("Accept-Ranges", "bytes");
        Response response = apply(whole);
        assertThat(decoded(response)).isEqualTo(large);
        assertThat(response.header("Accept-Ranges")).isNull();
        Body part = new Body.File(file, 3, large.length() - 10L);
        assertThat(decoded(apply(whole.body(part))))
                .isEqualTo(large.substring(3, large.length() - 7));
    }

    @Test
    void fileThatShrinksBreaksOff(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file.txt"), TEXT);
        Response response = apply(Response.file(file, MediaType.TEXT_PLAIN));
        Files.writeString(file, "short");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> decoded(response))
                .isInstanceOf(java.io.EOFException.class);
    }

    @Test
    void listedTypesAloneAreCompressed() {
        assertUntouched(Response.bytes(TEXT.getBytes(StandardCharsets.UTF_8), "image/png"));
        assertUntouched(PLAIN.removeHeader("Content-Type"));
        assertUntouched(PLAIN.replaceHeader("Content-Type", "no type"));
        CompressionConfig some = DEFAULTS.withMimeTypes(List.of(new MediaType("image", "*")));
        assertThat(coding(apply(some, gzip(), PLAIN))).isNull();
        assertThat(coding(apply(some, gzip(), PLAIN.contentType(MediaType.IMAGE_PNG))))
                .isEqualTo("gzip");
        CompressionConfig all = DEFAULTS.withMimeTypes(List.of());
        assertThat(coding(apply(all, gzip(), PLAIN.removeHeader("Content-Type"))))
                .isEqualTo("gzip");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206})
    void statusesOfNoOrPartialContentAreLeftAlone(int status) {
        assertUntouched(PLAIN.status(HttpStatusCode.valueOf(status)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Encoding",
                "Content-Range",
                "Content-Digest",
                "Repr-Digest",
                "Digest",
                "Content-MD5"
            })
    void contentThatAFieldTiesToItsBytesIsLeftAlone(String field) {
        assertUntouched(PLAIN.header(field, "something"));
    }

    @Test
    void emptyContentIsLeftAlone() {
        assertUntouched(Response.ok().contentType(MediaType.TEXT_PLAIN));
    }

    @Test
    void noTransformIsObeyed() {
        assertUntouched(
                PLAIN.header("Cache-Control", "max-age=7").header("Cache-Control", "No-Transform"));
        assertThat(coding(apply(PLAIN.header("Cache-Control", "no-cache")))).isEqualTo("gzip");
    }

    @Test
    void errorsAreCompressedAsAnythingElse() {
        assertThat(coding(apply(PLAIN.status(HttpStatus.INTERNAL_SERVER_ERROR)))).isEqualTo("gzip");
    }

    @Test
    void excludedAgentsGetContentAsItIsAndVaryTellsWhy() {
        CompressionConfig config = DEFAULTS.withExcludedUserAgents(List.of("Old/1 (*", "Bad/.*"));
        for (String agent : List.of("OLD/1 (*", "Bad/2.0 (x)")) {
            Response response = apply(config, gzip().withHeader("User-Agent", agent), PLAIN);
            assertThat(coding(response)).isNull();
            assertThat(vary(response)).isEqualTo("Accept-Encoding, User-Agent");
        }
        Response good = apply(config, gzip().withHeader("User-Agent", "Not Bad/2"), PLAIN);
        assertThat(coding(good)).isEqualTo("gzip");
        assertThat(vary(good)).isEqualTo("Accept-Encoding, User-Agent");
        assertThat(coding(apply(config, gzip(), PLAIN))).isEqualTo("gzip");
    }

    @Test
    void headHasTheFieldsOfGet() {
        TestExchange head =
                TestExchange.of(HttpMethod.HEAD, "/").withHeader("Accept-Encoding", "gzip");
        Response get = apply(PLAIN.header("ETag", "\"a\""));
        Response response = apply(DEFAULTS, head, PLAIN.header("ETag", "\"a\""));
        assertThat(response.headers()).isEqualTo(get.headers());
        assertThat(response.body().length()).isEqualTo(get.body().length());
    }

    @Test
    void strongTagsAreWeakenedWhereTheBytesDiffer() {
        assertThat(apply(PLAIN.header("ETag", "\"a\"")).header("ETag")).isEqualTo("W/\"a\"");
        assertThat(apply(PLAIN.header("ETag", "W/\"a\"")).header("ETag")).isEqualTo("W/\"a\"");
        Response identity = apply(DEFAULTS, TestExchange.get("/"), PLAIN.header("ETag", "\"a\""));
        assertThat(identity.header("ETag")).isEqualTo("\"a\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "W/\"a\"               | 304",
                "\"b\", W/\"a\"        | 304",
                "W/\"b\"               | 200",
                "\"a\"                 | 200",
                "*                     | 200",
            })
    void weakenedTagIsKnownAgain(String held, int status) {
        TestExchange again = gzip().withHeader("If-None-Match", held);
        Response response = apply(DEFAULTS, again, PLAIN.header("ETag", "\"a\""));
        assertThat(response.status().value()).isEqualTo(status);
        assertThat(response.header("ETag")).isEqualTo("W/\"a\"");
        assertThat(vary(response)).isEqualTo("Accept-Encoding");
        if (status == 304) {
            assertThat(response.body()).isEqualTo(Body.EMPTY);
            assertThat(coding(response)).isNull();
            assertThat(response.header("Content-Type")).isNull();
        }
    }

    @Test
    void commaWithinATagIsAPartOfIt() {
        TestExchange same = gzip().withHeader("If-None-Match", "W/\"a,b\"");
        Response tagged = PLAIN.header("ETag", "\"a,b\"");
        assertThat(apply(DEFAULTS, same, tagged).status().value()).isEqualTo(304);
        TestExchange other = gzip().withHeader("If-None-Match", "\"x,W/\"a\",y\"");
        assertThat(apply(DEFAULTS, other, PLAIN.header("ETag", "\"a\"")).status().value())
                .isEqualTo(200);
    }

    @Test
    void weakenedTagDecidesNothingForOtherMethods() {
        TestExchange post =
                TestExchange.of(HttpMethod.POST, "/")
                        .withHeader("Accept-Encoding", "gzip")
                        .withHeader("If-None-Match", "W/\"a\"");
        Response response = apply(DEFAULTS, post, PLAIN.header("ETag", "\"a\""));
        assertThat(response.status()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void notModifiedOfTheHandlerNamesTheTagThatTheClientHas() {
        Response unchanged = Response.of(HttpStatus.NOT_MODIFIED).header("ETag", "\"a\"");
        TestExchange weak = gzip().withHeader("If-None-Match", "W/\"a\"");
        Response response = apply(DEFAULTS, weak, unchanged);
        assertThat(response.header("ETag")).isEqualTo("W/\"a\"");
        assertThat(vary(response)).isEqualTo("Accept-Encoding");
        TestExchange strong = gzip().withHeader("If-None-Match", "\"a\"");
        assertThat(apply(DEFAULTS, strong, unchanged)).isSameAs(unchanged);
    }

    @Test
    void eventStreamsAreCompressedWhereTheirTypeIsListedAndFlushedWithEachEvent() throws Exception {
        Response events = Sse.of(Flux.just("a", "b")).respond(request(gzip()));
        assertUntouched(events);
        CompressionConfig config = DEFAULTS.withMimeTypes(List.of(MediaType.TEXT_EVENT_STREAM));
        TestExchange exchange = gzip();
        exchange.respond(apply(config, exchange, events));
        assertThat(decoded(exchange.response())).isEqualTo("data: a\n\ndata: b\n\n");
        assertThat(exchange.response().header("Cache-Control")).contains("no-transform");
    }

    @Test
    void trailersStay() {
        HttpHeaders trailers = new HttpHeaders();
        Response response = apply(PLAIN.trailers(() -> trailers));
        assertThat(Objects.requireNonNull(response.trailers()).get()).isSameAs(trailers);
    }
}
