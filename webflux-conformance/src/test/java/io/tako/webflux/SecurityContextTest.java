package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.peers.RawWebSocket;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** Whom a handler finds, wherever it runs. */
final class SecurityContextTest {

    private static ReactiveWebServerApplicationContext start(Engine engine) {
        return engine.start(List.of(VaultApplication.class, Doors.Basic.class));
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void whoAsksIsKnownWhereverAHandlerRuns(Engine engine) throws Exception {
        try (var context = start(engine)) {
            Visitor visitor = new Visitor(context);
            for (String way :
                    List.of("/who", "/thread", "/parked", "/inline", "/streamed", "/events")) {
                assertThat(visitor.get("ada", way).body()).as(way).contains("ada");
                assertThat(visitor.get("root", way).body()).as(way).contains("root");
                assertThat(visitor.get("", way).statusCode()).as(way).isEqualTo(401);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void nothingIsLeftOfACallerForTheNext(Engine engine) throws Exception {
        try (var context = start(engine)) {
            Visitor visitor = new Visitor(context);
            for (int i = 0; i < 20; i++) {
                visitor.get("ada", "/inline");
                visitor.get("ada", "/thread");
                assertThat(visitor.get("", "/public/inline").body())
                        .isEqualTo(VaultApplication.NOBODY);
                assertThat(visitor.get("", "/public/thread").body())
                        .isEqualTo(VaultApplication.NOBODY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void aSocketKnowsWhoOpenedIt(Engine engine) throws Exception {
        try (var context = start(engine)) {
            int port = Engine.port(context);
            String credentials = "Authorization: " + Caller.basic("ada", "secret") + "\r\n";
            try (RawWebSocket socket = RawWebSocket.open(port, "/socket", credentials)) {
                assertThat(socket.readText()).isEqualTo("ada");
                assertThat(socket.readText()).isEqualTo("ada");
                assertThat(socket.opening().field("x-content-type-options")).isEqualTo("nosniff");
            }
            assertThatThrownBy(() -> RawWebSocket.open(port, "/socket"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("401");
        }
    }
}
