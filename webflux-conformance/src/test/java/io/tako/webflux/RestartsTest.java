package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.internal.PlatformDependent;
import io.tako.leakcheck.LeakCheck;
import io.tako.routing.Routes;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Two applications in one JVM, with their endpoints on ports of their own, again and again. */
final class RestartsTest {

    private static final int ROUNDS = 20;
    private static final int WARM_UP = 3;

    /** Of 256 KiB each. One that every application of every round left would come to ten MiB. */
    private static final long SOME_CHUNKS = 2L << 20;

    private static final String[] PROPERTIES = {
        Engine.NO_SECURITY,
        "management.server.port=0",
        "management.endpoints.web.exposure.include=*"
    };

    @Test
    void twentyRestartsOfTwoApplicationsLeaveNothingBehind() throws Exception {
        Set<String> threads = Set.of();
        long memory = 0;
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            startAskAndStop();
            if (round == WARM_UP - 1) {
                threads = threads();
                memory = PlatformDependent.usedDirectMemory();
            }
        }
        LeakCheck.assertNoLeaks();
        assertThat(PlatformDependent.usedDirectMemory())
                .as("direct memory that Netty holds")
                .isLessThan(memory + SOME_CHUNKS);
        awaitNoneBeside(threads);
    }

    private static void startAskAndStop() throws Exception {
        int[] ports;
        try (var shared = Engine.TAKO_SHARED.start(Application.class, PROPERTIES);
                var perCore = Engine.TAKO_PER_CORE.start(Application.class, PROPERTIES);
                HttpClient client = HttpClient.newHttpClient()) {
            ports =
                    new int[] {
                        Engine.port(shared),
                        ManagementPortTest.managementPort(shared),
                        Engine.port(perCore),
                        ManagementPortTest.managementPort(perCore)
                    };
            for (var context : new ReactiveWebServerApplicationContext[] {shared, perCore}) {
                ask(client, Engine.port(context), "/hello");
                ask(client, ManagementPortTest.managementPort(context), "/actuator/health");
                ask(client, ManagementPortTest.managementPort(context), "/actuator/prometheus");
            }
        }
        for (int port : ports) {
            assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static void ask(HttpClient client, int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                .as(path)
                .isEqualTo(200);
    }

    /** What threads are called, without the numbers that tell them apart. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceAll("\\d+", "#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A thread of a client or of the JDK may take a moment to end. */
    private static void awaitNoneBeside(Set<String> before) throws InterruptedException {
        Set<String> left = threads();
        for (int i = 0; i < 9000 && !before.containsAll(left); i++) {
            Thread.sleep(10);
            left = threads();
        }
        assertThat(before).containsAll(left);
        assertThat(left).noneMatch(name -> name.startsWith("tako-"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes routes() {
            return routes -> routes.get("/hello", handle(() -> "hello"));
        }
    }
}
