package io.tako.autoconfigure;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.CompressionConfig;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/** {@code server.compression.*} of Boot, from the property to the wire. */
@ExtendWith(OutputCaptureExtension.class)
class CompressionTest {

    private static final String TEXT = "compress me; ".repeat(20);

    @Configuration
    static class Texts {
        @Bean
        Routes texts() {
            return routes ->
                    routes.get("/text", handle(() -> TEXT))
                            .post("/text", handle(() -> TEXT))
                            .get("/short", handle(() -> TEXT.substring(1)))
                            .get("/csv", handle(() -> Response.text(TEXT).contentType(CSV)))
                            .get("/odd", handle(Texts::ofNoType));
        }

        private static final MediaType CSV = new MediaType("text", "csv");

        /** With a Content-Type that is none. */
        private static Response ofNoType() {
            return Response.text(TEXT).replaceHeader("Content-Type", "test~plain");
        }
    }

    private static HttpResponse<byte[]> get(int port, String path, String agent) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Accept-Encoding", "gzip")
                            .header("User-Agent", agent)
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void propertiesOfBootReachTheWire(RuntimeKind kind, CapturedOutput output) {
        Contexts.serving(kind)
                .withUserConfiguration(Texts.class)
                .withPropertyValues(
                        "server.compression.enabled=true",
                        "server.compression.min-response-size=100B",
                        "server.compression.additional-mime-types=text/csv",
                        "server.compression.excluded-user-agents=Old.*")
                .run(
                        context -> {
                            int port = port(context.getSourceApplicationContext());
                            for (String path : List.of("/text", "/csv")) {
                                HttpResponse<byte[]> response = get(port, path, "New/1");
                                assertThat(response.headers().firstValue("content-encoding"))
                                        .hasValue("gzip");
                                assertThat(response.headers().firstValue("vary"))
                                        .hasValue("Accept-Encoding, User-Agent");
                                assertThat(gunzip(response.body())).isEqualTo(TEXT);
                            }
                            assertThat(get(port, "/text", "Old/1").body())
                                    .isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
                            assertThat(output).contains("Responses are compressed with br, zstd");
                        });
    }

    /** What Boot's own servers leave alone, its servers' tests say. */
    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void whatIsSmallOrOfAnotherTypeIsLeftAsItIs(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Texts.class)
                .withPropertyValues(
                        "server.compression.enabled=true",
                        "server.compression.mime-types=text/plain",
                        "server.compression.min-response-size=" + TEXT.length() + "B")
                .run(
                        context -> {
                            int port = port(context.getSourceApplicationContext());
                            assertThat(coding(port, "GET", "/text")).isEqualTo("gzip");
                            assertThat(coding(port, "POST", "/text")).isEqualTo("gzip");
                            assertThat(coding(port, "GET", "/short")).isEqualTo("none");
                            assertThat(coding(port, "GET", "/csv")).isEqualTo("none");
                            assertThat(coding(port, "GET", "/odd")).isEqualTo("none");
                        });
    }

    private static String coding(int port, String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Accept-Encoding", "gzip")
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build();
            HttpResponse<Void> response =
                    client.send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.headers().firstValue("content-encoding").orElse("none");
        }
    }

    private static int port(ApplicationContext context) {
        WebServer server = ((ReactiveWebServerApplicationContext) context).getWebServer();
        return Objects.requireNonNull(server).getPort();
    }

    private static String gunzip(byte[] bytes) throws Exception {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void defaultsAreThoseOfBoot() {
        Compression compression = new Compression();
        assertThat(TakoSettings.compression(compression)).isNull();
        assertThat(TakoSettings.compression(null)).isNull();
        compression.setEnabled(true);
        assertThat(TakoSettings.compression(compression)).isEqualTo(CompressionConfig.defaults());
    }

    @Test
    void everyValueReachesItsPlace() {
        Compression compression = new Compression();
        compression.setEnabled(true);
        compression.setMimeTypes(new String[] {"text/html"});
        compression.setAdditionalMimeTypes(new String[] {"text/event-stream"});
        compression.setExcludedUserAgents(new String[] {"a", "b"});
        compression.setMinResponseSize(DataSize.ofKilobytes(7));
        assertThat(TakoSettings.compression(compression))
                .isEqualTo(
                        new CompressionConfig(
                                List.of(MediaType.TEXT_HTML, MediaType.TEXT_EVENT_STREAM),
                                List.of("a", "b"),
                                7 * 1024));
    }
}
