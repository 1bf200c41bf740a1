package io.tako.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WebSocketServersTest {
    private static final int WAIT_SECONDS = 30;

    static Stream<Arguments> pairs() {
        return Started.pairs(Protocol.WEBSOCKET);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyTextComesBackInItsOrder(Servers which, Protocol protocol) throws Exception {
        List<String> texts =
                IntStream.range(0, 50)
                        .mapToObj(i -> "Grüße, %d \uD83D\uDC19".formatted(i))
                        .toList();
        var returned = new Returned();
        try (RunningServer server = Started.server(which, protocol);
                HttpClient client = HttpClient.newHttpClient()) {
            URI echo = URI.create("ws://127.0.0.1:%d/echo".formatted(server.port()));
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .header("Origin", "http://" + echo.getAuthority())
                            .buildAsync(echo, returned)
                            .get(WAIT_SECONDS, TimeUnit.SECONDS);
            for (String text : texts) {
                socket.sendText(text, true).get(WAIT_SECONDS, TimeUnit.SECONDS);
            }
            for (String text : texts) {
                assertThat(returned.texts.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(text);
            }
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(WAIT_SECONDS, TimeUnit.SECONDS);
            socket.abort();
        }
        assertThat(returned.texts).isEmpty();
    }

    private static final class Returned implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                texts.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
