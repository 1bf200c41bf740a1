package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.autoconfigure.ListenerProperties;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.UnixSocket;
import io.tako.test.LocalTakoPort;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The page on listeners: its application, and its table of keys. */
@Tag("application")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tako.loops=1",
            "tako.listeners.admin.address=127.0.0.1",
            "tako.listeners.admin.port=0",
            "tako.listeners.admin.router=admin",
            "tako.listeners.admin.limits.max-connections=16",
            "tako.io=epoll"
        })
final class ListenersDocsTest {

    @TempDir static Path directory;

    @DynamicPropertySource
    static void path(DynamicPropertyRegistry properties) {
        properties.add("tako.listeners.agent.path", () -> socket().toString());
        properties.add("tako.listeners.agent.router", () -> "agent");
    }

    private static Path socket() {
        return directory.resolve("agent.sock");
    }

    // tag::port[]
    @LocalTakoPort("inner")
    int inner;

    // end::port[]

    @Test
    void listenersAnswerByTheirRouters(
            @LocalTakoPort("primary") int primary, @LocalTakoPort("admin") int admin)
            throws Exception {
        assertThat(get(primary)).isEqualTo("the site");
        assertThat(get(admin)).isEqualTo("the admin");
        assertThat(get(inner)).isEqualTo("the admin");
    }

    @Test
    void peerOfAUnixSocketIsTold() throws Exception {
        try (RawClient client = RawClient.over(UnixSocket.connect(socket()))) {
            client.send("GET /who HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.reply().text())
                    .isEqualTo("user " + Files.getAttribute(directory, "unix:uid"));
        }
    }

    @Test
    void everyKeyIsListed() throws IOException {
        List<List<String>> rows = Guide.table("listeners.md", "Key below `tako.listeners.<name>`");
        assertThat(rows.stream().map(List::getFirst))
                .containsExactlyInAnyOrderElementsOf(keys(ListenerProperties.class));
        for (List<String> row : rows) {
            Class<? extends Record> below =
                    switch (row.getFirst()) {
                        case "limits" -> ListenerProperties.Limits.class;
                        case "timeouts" -> ListenerProperties.Timeouts.class;
                        case "tcp" -> ListenerProperties.Tcp.class;
                        case "udp" -> ListenerProperties.Udp.class;
                        default -> null;
                    };
            if (below != null) {
                assertThat(row.get(1).split(", ")).containsExactlyInAnyOrderElementsOf(keys(below));
            }
        }
    }

    private static List<String> keys(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String get(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ListenerSnippets.class)
    static class Application {}
}
