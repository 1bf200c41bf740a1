package io.tako.sample.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A collector on a port of its own, and a client of it. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "collector.max-body=64KB",
            "collector.max-inflated-body=128KB",
            "collector.max-line=1KB"
        })
abstract class CollectorTest {

    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Value("${local.server.port}")
    private int port;

    final URI uri(String target) {
        return URI.create("http://127.0.0.1:" + port + target);
    }

    final HttpResponse<String> get(String target) throws Exception {
        return send(HttpRequest.newBuilder(uri(target)));
    }

    final HttpResponse<String> post(String target, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(target)).POST(BodyPublishers.ofString(body)));
    }

    final HttpResponse<String> post(String target, byte[] body, String coding) throws Exception {
        return send(
                HttpRequest.newBuilder(uri(target))
                        .header("Content-Encoding", coding)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    final HttpResponse<String> postJson(String body) throws Exception {
        return send(
                HttpRequest.newBuilder(uri("/api/points"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    /** The only series of the measurement. */
    final JsonNode only(String measurement) throws Exception {
        JsonNode page = json(get("/api/series?measurement=" + encoded(measurement)));
        if (page.get("total").intValue() != 1) {
            throw new AssertionError("expected one series of " + measurement + ": " + page);
        }
        return page.get("series").get(0);
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
