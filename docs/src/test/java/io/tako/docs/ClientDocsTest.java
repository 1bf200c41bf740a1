package io.tako.docs;

import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.routing.Routes;
import io.tako.runtime.Core;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;

@Tag("application")
final class ClientDocsTest {

    @Test
    void theRouteOfThePageAsksAnotherServer() {
        try (ConfigurableApplicationContext stations = start(Application.class);
                ConfigurableApplicationContext context =
                        start(Application.class, Redirected.class, ClientSnippets.Weather.class)) {
            context.getBean(Redirected.class).port = port(stations);
            assertThat(ask(WebClient.create(), context, "/weather/north"))
                    .isEqualTo("http/1.1 north");
        }
    }

    @Test
    void theCustomizerOfThePageSpeaksHttp2() {
        try (ConfigurableApplicationContext context =
                start(Application.class, ClientSnippets.Http2.class)) {
            WebClient client = context.getBean(WebClient.Builder.class).build();
            assertThat(ask(client, context, "/stations/a")).endsWith(" a");
            assertThat(ask(client, context, "/stations/b")).isEqualTo("h2c b");
        }
    }

    @Test
    void theClientOfThePageCallsAUnixSocket(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("peer.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ConfigurableApplicationContext context = start(Application.class)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread peer = Thread.ofVirtual().start(() -> answerOnce(server));
            WebClient client =
                    new ClientSnippets()
                            .overUnixSocket(context.getBean(ReactorResourceFactory.class), socket);
            String core =
                    client.get()
                            .uri("/")
                            .exchangeToMono(
                                    answer ->
                                            answer.bodyToMono(String.class)
                                                    .map(text -> text + " on " + Core.current()))
                            .block();
            peer.join();
            assertThat(core).startsWith("hello on core ");
        }
    }

    private static void answerOnce(ServerSocketChannel server) {
        try (SocketChannel peer = server.accept()) {
            peer.read(ByteBuffer.allocate(8_192));
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
            peer.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theSettingsOfThePageAreThoseOfTheConfiguration() throws IOException {
        List<List<String>> all = Guide.table("configuration.md", "Key");
        assertThat(Guide.table("client.md", "Setting"))
                .filteredOn(row -> row.getFirst().startsWith("tako."))
                .hasSize(5)
                .allSatisfy(
                        row ->
                                assertThat(all)
                                        .anySatisfy(
                                                listed ->
                                                        assertThat(listed.subList(0, 2))
                                                                .isEqualTo(row.subList(0, 2))));
    }

    private static String ask(
            WebClient client, ConfigurableApplicationContext context, String path) {
        return Objects.requireNonNull(
                client.get()
                        .uri("http://localhost:" + port(context) + path)
                        .retrieve()
                        .bodyToMono(String.class)
                        .block());
    }

    private static int port(ConfigurableApplicationContext context) {
        return Objects.requireNonNull(
                context.getEnvironment().getProperty("local.server.port", Integer.class));
    }

    private static ConfigurableApplicationContext start(Class<?>... configurations) {
        return new SpringApplication(configurations)
                .run("--server.port=0", "--tako.loops=2", "--server.http2.enabled=true");
    }

    /** Who is asked, and says over which protocol. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes stations() {
            return routes ->
                    routes.get(
                            "/stations/{station}",
                            handle(
                                    path("station"),
                                    connection(),
                                    (station, peer) -> peer.protocol() + " " + station));
        }
    }

    /** The page's address of the stations is nobody's here. */
    @Configuration(proxyBeanMethods = false)
    static class Redirected {

        private volatile int port;

        @Bean
        WebClientCustomizer toOurStations() {
            return builder ->
                    builder.filter(
                            (request, next) ->
                                    next.exchange(
                                            ClientRequest.from(request)
                                                    .url(there(request.url()))
                                                    .build()));
        }

        private URI there(URI uri) {
            return UriComponentsBuilder.fromUri(uri).port(port).build(true).toUri();
        }
    }
}
