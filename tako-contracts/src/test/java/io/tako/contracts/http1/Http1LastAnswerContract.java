package io.tako.contracts.http1;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;

/** A handler ends the connection behind its answer by {@code Connection: close}. */
@EveryBackEnd
@OneInstance
final class Http1LastAnswerContract extends ServerContract {

    @TempDir static Path directory;

    Http1LastAnswerContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void start() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "last");
        run(RunningServer.start(kind, io, 1, routes(file)));
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    private static Routes routes(Path file) {
        return routes ->
                routes.get("/memory", handle(() -> last(Response.text("last"))))
                        .get("/file", handle(() -> last(Response.file(file, MediaType.TEXT_PLAIN))))
                        .get(
                                "/streamed",
                                handle(
                                        () ->
                                                last(
                                                        Response.stream(
                                                                MediaType.TEXT_PLAIN,
                                                                out ->
                                                                        out.write(
                                                                                "last"
                                                                                        .getBytes(
                                                                                                StandardCharsets
                                                                                                        .US_ASCII))))))
                        .get(
                                "/other",
                                handle(() -> Response.text("other").header("Connection", "x, y")));
    }

    private static Response last(Response response) {
        return response.header("Connection", "x, Close");
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/memory", "/file", "/streamed"})
    void nothingIsAnsweredBehindIt(String target) throws IOException {
        try (RawClient client = RawClient.connect(port())) {
            client.send(get(target) + get(target));
            RawClient.Reply reply = client.reply();
            assertThat(reply.text()).isEqualTo("last");
            assertThat(reply.fields()).containsEntry("connection", "close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void otherOptionsAreNotTheHandlers() throws IOException {
        try (RawClient client = RawClient.connect(port())) {
            client.send(get("/other") + get("/other"));
            assertThat(client.reply().fields()).doesNotContainKey("connection");
            assertThat(client.reply().text()).isEqualTo("other");
        }
    }
}
