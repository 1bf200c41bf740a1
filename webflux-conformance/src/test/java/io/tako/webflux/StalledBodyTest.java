package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
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
}
