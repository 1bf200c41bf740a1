package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that does not send what it said it would. */
final class StalledBodyTest {

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void bodyThatDoesNotComeIs408(Engine engine) throws Exception {
        try (var context =
                        engine.start(
                                EdgeApplication.class,
                                Engine.NO_SECURITY,
                                "tako.timeouts.body-read=300ms");
                RawClient client = RawClient.connect(Engine.port(context))) {
            client.send("POST /count HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n12345");
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.text()).contains("\"path\":\"/count\"");
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void bodyThatWaitsForItsReaderIsNotLate(Engine engine) throws Exception {
        try (var context =
                        engine.start(
                                EdgeApplication.class,
                                Engine.NO_SECURITY,
                                "tako.timeouts.body-read=300ms");
                HttpClient client = HttpClient.newHttpClient()) {
            var body = BodyPublishers.ofByteArray(new byte[1_000_000]);
            URI gated = URI.create("http://127.0.0.1:" + Engine.port(context) + "/gated");
            var reply =
                    client.sendAsync(
                            HttpRequest.newBuilder(gated).POST(body).build(),
                            BodyHandlers.ofString());
            // Four times as long as a client may leave its reader without a byte.
            Thread.sleep(1200);
            context.getBean(EdgeApplication.Happenings.class).open();
            assertThat(reply.get().body()).isEqualTo("1000000");
        }
    }
}
