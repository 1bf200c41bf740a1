package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawWebSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

/** An application that declares Spring's adapter itself, as its reference manual has it. */
final class OwnSocketAdapterTest {

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void socketOpensByAnAdapterOfTheApplication(Engine engine) throws Exception {
        try (var context = engine.start(Own.class, Engine.NO_SECURITY);
                var socket = RawWebSocket.open(Engine.port(context), "/talk/hello")) {
            assertThat(socket.readText()).isEqualTo("hello");
            assertThat(socket.readText()).isEqualTo("/talk/hello");
            assertThat(socket.readText()).isEqualTo("bye");
            assertThat(socket.readClose()).isEqualTo(1000);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(TalkSockets.class)
    static class Own {

        @Bean
        WebSocketHandlerAdapter handlerAdapter() {
            return new WebSocketHandlerAdapter();
        }
    }
}
