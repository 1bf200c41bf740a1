package io.tako.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServersTest {
    private static final String ADA = "{\"name\":\"Ada\",\"email\":\"ada@example.org\",\"age\":36}";
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 (\\d+)");
    private static final Map<Servers, RunningServer> RUNNING = new EnumMap<>(Servers.class);

    @AfterAll
    static void endServers() {
        RUNNING.values().forEach(RunningServer::close);
    }

    @ParameterizedTest
    @EnumSource
    void answersPlaintext(Servers which) throws Exception {
        RunningServer server = server(which);
        HttpResponse<String> response = send(to(server, "/plaintext").GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).startsWith("text/plain");
        assertThat(response.headers().firstValue("content-length")).hasValue("13");
        assertThat(response.body()).isEqualTo("Hello, World!");
    }

    @ParameterizedTest
    @EnumSource
    void answersJson(Servers which) throws Exception {
        RunningServer server = server(which);
        HttpResponse<String> response = send(to(server, "/json").GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).startsWith("application/json");
        assertThat(response.headers().firstValue("content-length")).hasValue("27");
        assertThat(response.body()).isEqualTo("{\"message\":\"Hello, World!\"}");
    }

    @ParameterizedTest
    @EnumSource
    void answersTheUserItWasSentWithTheIdOfThePath(Servers which) throws Exception {
        RunningServer server = server(which);
        HttpResponse<String> response =
                send(
                        to(server, "/users/9007199254740993")
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(ADA)));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(contentType(response)).startsWith("application/json");
        assertThat(response.body())
                .isEqualTo(
                        "{\"id\":9007199254740993,\"name\":\"Ada\","
                                + "\"email\":\"ada@example.org\",\"age\":36}");
    }

    @ParameterizedTest
    @EnumSource
    void anotherPathIsNotFound(Servers which) throws Exception {
        RunningServer server = server(which);
        assertThat(send(to(server, "/other").GET()).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void pipelinedRequestsAreAnsweredInOrder(Servers which) throws Exception {
        RunningServer server = server(which);
        String user =
                "POST /users/7 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Content-Length: %d\r\n\r\n%s".formatted(ADA.length(), ADA);
        String plain = "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n";
        String last = "GET /json HTTP/1.1\r\nHost: a\r\n\r\n";

        String answers = exchange(server, (user + plain).repeat(20) + last, "{\"message\"");

        var statuses = HEAD.matcher(answers).results().map(head -> head.group(1)).toList();
        assertThat(String.join(" ", statuses)).isEqualTo("201 200 ".repeat(20) + "200");
    }

    @Test
    void anUnknownServerIsRefusedNamingThoseThereAre() {
        assertThatThrownBy(() -> Servers.named("apache"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContainingAll("apache", "raw-netty", "helidon");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "TAKO_.*")
    void takoSeesOneRuntimeAndNoOtherWebServer(Servers which) {
        String shared = "/r/tako-runtime-shared/target/classes";
        String perCore = "/r/tako-runtime-per-core/0.1.0/tako-runtime-per-core-0.1.0.jar";
        String others =
                "/r/spring-boot-reactor-netty/4.1.2/spring-boot-reactor-netty-4.1.2.jar:"
                        + "/r/spring-boot-webflux/4.1.2/spring-boot-webflux-4.1.2.jar";

        assertThat(
                        which.classPath(
                                String.join(":", "/r/a.jar", shared, perCore, others, "/r/b.jar")))
                .isEqualTo(
                        "/r/a.jar:%s:/r/b.jar"
                                .formatted(which.name().contains("SHARED") ? shared : perCore));
    }

    @Test
    void webFluxDoesNotSeeTakosAutoConfiguration() {
        assertThat(
                        Servers.WEBFLUX.classPath(
                                "/r/tako-autoconfigure/target/classes:/r/tako-core.jar"))
                .isEqualTo("/r/tako-core.jar");
    }

    private static RunningServer server(Servers which) throws Exception {
        RunningServer server = RUNNING.get(which);
        if (server == null) {
            server = start(which);
            RUNNING.put(which, server);
        }
        return server;
    }

    /** In this JVM if its class path will do, else in one of its own. */
    private static RunningServer start(Servers which) throws Exception {
        String whole = System.getProperty("java.class.path");
        return which.classPath(whole).equals(whole)
                ? which.start(0)
                : ServerJvm.start(which, whole);
    }

    private static HttpRequest.Builder to(RunningServer server, String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)));
    }

    private static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("content-type").orElseThrow();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String exchange(RunningServer server, String requests, String end)
            throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            var answers = new StringBuilder();
            while (answers.indexOf(end) < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as("the byte after\n%s", answers).isNotNegative();
                answers.append((char) next);
            }
            return answers.toString();
        }
    }
}
