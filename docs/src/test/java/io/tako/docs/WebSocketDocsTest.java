package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.websocket.Message.Text;
import io.tako.websocket.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WebSocketDocsTest {

    private static final String HEAD = "GET /echo HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UPGRADE = "Upgrade: websocket\r\n";
    private static final String CONNECTION = "Connection: Upgrade\r\n";
    private static final String KEY = "Sec-WebSocket-Key: " + RawWebSocket.KEY + "\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    private static final String SOUND = HEAD + UPGRADE + CONNECTION + KEY + VERSION;

    private static RunningServer serve(Routes routes) {
        return RunningServer.start(RuntimeKind.SHARED, IoPreference.NIO, 1, routes);
    }

    @Test
    void theEchoAnswers() throws Exception {
        try (RunningServer server = serve(WebSocketSnippets.echo());
                RawWebSocket socket = RawWebSocket.open(server.port(), "/echo")) {
            assertThat(socket.send("hello").readText()).isEqualTo("You said hello");
        }
    }

    @Test
    void theRoomPassesOnWhatOneSaysAndTheOptionsHold() throws Exception {
        WebSocketSnippets.Room room = new WebSocketSnippets.Room();
        String origin = "Origin: https://shop.example\r\n";
        String protocol = "Sec-WebSocket-Protocol: v1.chat\r\n";
        try (RunningServer server = serve(WebSocketSnippets.options(room));
                RawWebSocket one = RawWebSocket.open(server.port(), "/chat", origin, protocol);
                RawWebSocket two = RawWebSocket.open(server.port(), "/chat", origin)) {
            assertThat(one.opening().field("sec-websocket-protocol")).isEqualTo("v1.chat");
            assertThat(two.send("me").readText()).isEqualTo("me");
            assertThat(one.send("all").readText()).isIn("me", "all");
            assertThat(two.readText()).isEqualTo("all");
            assertThat(status(server, "/chat", "Origin: http://localhost\r\n")).isEqualTo(403);
        }
    }

    @Test
    void theFluxAnswers() throws Exception {
        try (RunningServer server = serve(WebSocketSnippets.flux());
                RawWebSocket socket = RawWebSocket.open(server.port(), "/upper")) {
            assertThat(socket.send("hello").readText()).isEqualTo("HELLO");
        }
    }

    @Test
    void theBoardEndsWithItsClient() throws Exception {
        BlockingQueue<Text> news = new LinkedBlockingQueue<>(List.of(new Text("first")));
        CountDownLatch ended = new CountDownLatch(1);
        WebSocketSnippets.Board board = new WebSocketSnippets.Board();
        Routes routes =
                all ->
                        all.ws(
                                "/news",
                                socket -> {
                                    try {
                                        board.watch(socket, news);
                                    } finally {
                                        ended.countDown();
                                    }
                                },
                                WebSocketOptions.defaults()
                                        .withCloseTimeout(Duration.ofMinutes(10)));
        try (RunningServer server = serve(routes);
                RawWebSocket socket = RawWebSocket.open(server.port(), "/news")) {
            assertThat(socket.readText()).isEqualTo("first");
            socket.sendClose(1000, "");
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void thePulseIsFelt() throws Exception {
        try (RunningServer server = serve(WebSocketSnippets.pongs(new WebSocketSnippets.Pulse()));
                RawWebSocket socket = RawWebSocket.open(server.port(), "/pulse")) {
            socket.send(RawWebSocket.PONG, socket.read().payload());
            assertThat(socket.readText()).isEqualTo("beat");
        }
    }

    /** What the rows of the page's table mean on the wire. */
    @Test
    void everyHandshakeOfTheTableIsAnsweredAsItSays() throws Exception {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        asked.put("a sound handshake", List.of(SOUND));
        asked.put("no Upgrade to websocket", List.of(HEAD, HEAD + "Upgrade: h2c\r\n"));
        asked.put(
                "another version than 13",
                List.of(HEAD + UPGRADE + CONNECTION + KEY + "Sec-WebSocket-Version: 12\r\n"));
        asked.put("no Connection: upgrade", List.of(HEAD + UPGRADE + KEY + VERSION));
        asked.put(
                "no sound Sec-WebSocket-Key",
                List.of(
                        HEAD + UPGRADE + CONNECTION + VERSION,
                        HEAD + UPGRADE + CONNECTION + VERSION + "Sec-WebSocket-Key: a\r\n"));
        asked.put(
                "lists of subprotocols or extensions that are none",
                List.of(
                        SOUND + "Sec-WebSocket-Protocol: a b\r\n",
                        SOUND + "Sec-WebSocket-Extensions: a;;\r\n"));
        asked.put("a page of another origin", List.of(SOUND + "Origin: https://a.example\r\n"));
        List<List<String>> table = Guide.table("websocket.md", "Asked");
        assertThat(table).extracting(List::getFirst).containsExactlyElementsOf(asked.keySet());
        try (RunningServer server = serve(WebSocketSnippets.echo())) {
            for (List<String> row : table) {
                for (String head : asked.getOrDefault(row.getFirst(), List.of())) {
                    try (RawClient client = RawClient.connect(server.port())) {
                        client.send(head + "\r\n");
                        assertThat(client.reply().status())
                                .as(head)
                                .isEqualTo(Integer.parseInt(row.get(1)));
                    }
                }
            }
        }
    }

    private static int status(RunningServer server, String path, String field) throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(RawWebSocket.handshake(path) + field + "\r\n");
            return client.reply().status();
        }
    }
}
