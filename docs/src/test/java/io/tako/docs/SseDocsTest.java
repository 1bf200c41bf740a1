package io.tako.docs;

import static io.tako.docs.Guide.router;
import static io.tako.docs.Guide.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.ClientGoneException;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

final class SseDocsTest {

    @Test
    void ticksGoOnAfterTheLastEventId() throws Exception {
        Response response =
                router(SseSnippets.publisher(new SseSnippets.Ticks()))
                        .handle(TestExchange.get("/ticks").withHeader("Last-Event-ID", "9"));
        assertThat(response.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(text(response))
                .isEqualTo("id: 10\nevent: tick\ndata: {\"number\":10,\"value\":5.0}\n\n");
    }

    @Test
    void roomIsHeardUntilTheClientLeaves() throws Exception {
        Response response =
                router(SseSnippets.emitter(SseSnippets.rooms(List.of("hello", "again", "bye"))))
                        .handle(TestExchange.get("/rooms/7"));
        Leaving client = new Leaving();
        ((Body.Streaming) response.body()).writer().writeTo(client);
        assertThat(client.heard).hasToString("data: hello\n\ndata: again\n\n");
    }

    @Test
    void streamMayHaveATimeOfSilenceOfItsOwn() throws Exception {
        TestExchange exchange = TestExchange.get("/");
        Response response =
                SseSnippets.patient(Flux.just(new SseSnippets.Tick(1, 2)))
                        .respond(exchange.request(RouterSettings.defaults()));
        assertThat(text(response)).isEqualTo("data: {\"number\":1,\"value\":2.0}\n\n");
    }

    /** A client that is gone after two events. */
    private static final class Leaving implements BodyWriter {

        private final StringBuilder heard = new StringBuilder();
        private int left = 2;

        @Override
        public void write(byte[] bytes, int offset, int length) throws ClientGoneException {
            if (left-- == 0) {
                throw new ClientGoneException("the peer has left");
            }
            heard.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public boolean open() {
            return left > 0;
        }
    }
}
