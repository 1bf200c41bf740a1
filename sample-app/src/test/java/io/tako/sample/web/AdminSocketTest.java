package io.tako.sample.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.runtime.IoBackend;
import io.tako.runtime.TakoRuntime;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AdminSocketTest extends CollectorTest {

    @TempDir private static Path directory;

    @Autowired private TakoRuntime runtime;

    @DynamicPropertySource
    static void path(DynamicPropertyRegistry properties) {
        properties.add("tako.listeners.admin.path", () -> socket().toString());
    }

    @Test
    void theFileIsTheOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-------");
    }

    @Test
    void aSeriesIsRemovedAndMayBeginAnew() throws Exception {
        int before = count();
        post("/write", "admin_gone v=1 1000\n");
        String id = only("admin_gone").get("id").stringValue();
        assertThat(count()).isEqualTo(before + 1);

        assertThat(status(ask("DELETE", "/series/" + id))).isEqualTo(204);

        assertThat(count()).isEqualTo(before);
        assertThat(get("/api/series/" + id).statusCode()).isEqualTo(404);
        assertThat(status(ask("DELETE", "/series/" + id))).isEqualTo(404);
        post("/write", "admin_gone v=2 2000\n");
        assertThat(only("admin_gone").get("points").intValue()).isEqualTo(1);
    }

    @Test
    void whatHasNotBeenWrittenForLongIsTrimmed() throws Exception {
        ask("POST", "/series/trim?olderThan=1h");
        post("/write", "admin_old v=1,t=\"x\" 1000\nadmin_new v=1\nadmin_new w=true\n");

        String answer = ask("POST", "/series/trim?olderThan=1h");

        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer).get("removed").intValue()).isEqualTo(2);
        assertThat(json(get("/api/series?measurement=admin_old")).get("total").intValue()).isZero();
        assertThat(json(get("/api/series?measurement=admin_new")).get("total").intValue())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?olderThan=-1h", "?olderThan=soon", "?olderThan=999999d"})
    void aTrimWithoutAnAgeIsRefused(String query) throws Exception {
        assertThat(status(ask("POST", "/series/trim" + query))).isEqualTo(400);
    }

    @Test
    void aCallerIsToldWhoItIs() throws Exception {
        String answer = ask("GET", "/peer");

        if (runtime.backend() == IoBackend.NIO) {
            assertThat(status(answer)).isEqualTo(403);
        } else {
            assertThat(body(answer).get("pid").longValue())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(body(answer).get("uid").intValue())
                    .isEqualTo(Files.getAttribute(socket(), "unix:uid"));
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,/series/count", "GET,/peer", "DELETE,/series/0", "POST,/series/trim"})
    void noPortLeadsThere(String method, String target) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(target))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();

        assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    @Test
    void theSocketServesNothingElse() throws Exception {
        assertThat(status(ask("GET", "/api/series"))).isEqualTo(404);
        assertThat(status(ask("GET", "/actuator/health"))).isEqualTo(404);
    }

    private static Path socket() {
        return directory.resolve("admin.sock");
    }

    private static int count() throws Exception {
        return body(ask("GET", "/series/count")).get("series").intValue();
    }

    private static String ask(String method, String target) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            String request =
                    method
                            + " "
                            + target
                            + " HTTP/1.1\r\nHost: admin\r\nContent-Length: 0\r\n"
                            + "Connection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    private static JsonNode body(String answer) {
        return JsonMapper.builder()
                .build()
                .readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
}
