package io.tako.docs;

import static io.tako.extract.Extractors.text;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HandlersTest {

    private static String get(Routes routes, String path) throws IOException {
        return ask(routes, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static String ask(Routes routes, String request) throws IOException {
        try (RunningServer server =
                        RunningServer.start(RuntimeKind.SHARED, IoPreference.NIO, 1, routes);
                RawClient client = RawClient.connect(server.port())) {
            RawClient.Reply reply = client.send(request).reply();
            return reply.status() + " " + reply.field("location") + reply.text();
        }
    }

    @Test
    void blockingHandlersAnswerByTheirValues(@TempDir Path directory) throws Exception {
        Routes routes = new HandlerSnippets(directory).blocking();
        assertThat(get(routes, "/users/7")).isEqualTo("200 {\"id\":7,\"name\":\"Ada\"}");
        assertThat(get(routes, "/users/8")).startsWith("404 ");
        String body = "{\"name\":\"Grace\"}";
        assertThat(
                        ask(
                                routes,
                                "POST /users HTTP/1.1\r\nHost: a\r\n"
                                        + "Content-Type: application/json\r\nContent-Length: "
                                        + body.length()
                                        + "\r\n\r\n"
                                        + body))
                .isEqualTo("201 /users/5");
    }

    @Test
    void offloadedWorkAnswersAsOtherWorkDoes(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("report"), "one\ntwo\n");
        Routes routes = new HandlerSnippets(file).offloaded();
        assertThat(get(routes, "/digest")).isEqualTo("200 8");
        assertThat(get(routes, "/lines")).isEqualTo("200 2");
    }

    @Test
    void handlersRunOnVirtualThreadsUnlessTheySayOtherwise() throws Exception {
        Routes routes = HandlerSnippets.threads();
        assertThat(get(routes, "/virtual")).isEqualTo("200 virtual");
        assertThat(get(routes, "/inline")).isEqualTo("200 loop");
        assertThat(get(routes, "/all")).isEqualTo("200 loop");
        assertThat(get(routes, "/offloaded")).isEqualTo("200 virtual");
        assertThat(get(routes, "/request")).isEqualTo("200 hello");
    }

    @Test
    void aNonBlockingHandlerTakesABodyThatComesLater() throws Exception {
        Routes routes = r -> r.post("/", nonBlocking(handle(text(), body -> "got " + body)));
        try (RunningServer server =
                        RunningServer.start(RuntimeKind.SHARED, IoPreference.NIO, 1, routes);
                RawClient client = RawClient.connect(server.port())) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 3\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(100);
            assertThat(client.send("abc").reply().text()).isEqualTo("got abc");
        }
    }

    @Test
    void inlineAndReactiveValuesBecomeAnswers(@TempDir Path directory) throws Exception {
        HandlerSnippets snippets = new HandlerSnippets(directory);
        assertThat(get(snippets.inline(), "/ping")).isEqualTo("200 pong");
        assertThat(get(snippets.reactive(), "/later")).isEqualTo("200 done");
        assertThat(get(snippets.reactive(), "/numbers")).isEqualTo("200 [1,2,3]");
    }
}
