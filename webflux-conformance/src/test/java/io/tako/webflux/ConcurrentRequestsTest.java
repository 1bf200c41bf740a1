package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The limit of concurrent requests holds for what WebFlux answers, whatever came before. */
final class ConcurrentRequestsTest {

    private static final int LIMIT = 2;
    private static final int CANCEL = 8;
    private static final String HELD = "GET /held HTTP/1.1\r\nHost: a\r\n\r\n";

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void neitherRefusalsNorResetsMakeRoomForMore(Engine engine) throws Exception {
        try (var context =
                engine.start(
                        Application.class,
                        Engine.NO_SECURITY,
                        "server.http2.enabled=true",
                        "tako.limits.max-concurrent-requests=" + LIMIT)) {
            Held held = context.getBean(Held.class);
            int port = Engine.port(context);
            for (int round = 0; round < 3; round++) {
                assertLimit(port, held);
                resetBeforeTheyAreHandled(port);
            }
            assertLimit(port, held);
        }
    }

    private static void assertLimit(int port, Held held) throws Exception {
        List<RawClient> all = new ArrayList<>();
        try {
            for (int i = 1; i <= 10; i++) {
                RawClient client = RawClient.connect(port).send(HELD);
                all.add(client);
                if (i <= LIMIT) {
                    Waiting.until(held.waiting::get, i);
                } else {
                    assertThat(client.reply().status()).isEqualTo(503);
                }
            }
            assertThat(held.waiting).hasValue(LIMIT);
            held.release();
            for (RawClient client : all.subList(0, LIMIT)) {
                assertThat(client.reply().text()).isEqualTo("released");
            }
        } finally {
            for (RawClient client : all) {
                client.close();
            }
        }
    }

    private static void resetBeforeTheyAreHandled(int port) throws Exception {
        Http2Bytes frames = Http2Bytes.frames();
        for (int stream = 1; stream < 120; stream += 2) {
            frames.post(stream, "/taken").reset(stream, CANCEL);
        }
        try (Http2Client client = Http2Client.connect(port)) {
            client.send(frames.get(121, "/free"));
            assertThat(client.reply(121).text()).isEqualTo("free");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Held held() {
            return new Held();
        }
    }

    /** Answers when it is told to. */
    @RestController
    static final class Held {
        final AtomicInteger waiting = new AtomicInteger();
        private volatile Sinks.One<String> answer = Sinks.one();

        @GetMapping("/held")
        Mono<String> held() {
            waiting.incrementAndGet();
            return answer.asMono();
        }

        @GetMapping("/free")
        String free() {
            return "free";
        }

        @PostMapping("/taken")
        Mono<String> taken(@RequestBody Mono<String> body) {
            return body;
        }

        void release() {
            Sinks.One<String> due = answer;
            answer = Sinks.one();
            waiting.set(0);
            due.tryEmitValue("released");
        }
    }
}
