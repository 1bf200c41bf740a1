package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.machine.BrokenLoop;
import io.tako.contracts.machine.Waiting;
import io.tako.runtime.Core;
import io.tako.runtime.TakoRuntime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** What Actuator says of an event loop that has ended by an error. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopFailureTest {

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void healthGoesDownAndTheEndpointNamesTheError(Engine engine) throws Exception {
        try (var context =
                        engine.start(
                                Application.class,
                                Engine.NO_SECURITY,
                                "tako.loops=2",
                                "server.shutdown=graceful",
                                "management.endpoint.health.show-details=always",
                                "management.endpoints.web.exposure.include=health,tako");
                HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            URI server = URI.create("http://127.0.0.1:" + Engine.port(context));
            assertThat(get(client, server, "/actuator/health").statusCode()).isEqualTo(200);
            TakoRuntime runtime = context.getBean(TakoRuntime.class);
            Core core = runtime.cores().get(1);
            BrokenLoop.end(core, runtime.backend());
            Waiting.until(() -> core.failure() != null);
            Waiting.until(
                    () -> {
                        HttpResponse<String> health = get(client, server, "/actuator/health");
                        assertThat(health.statusCode()).isEqualTo(503);
                        assertThat(health.body()).contains("core 1").contains(BrokenLoop.MESSAGE);
                    });
            assertThat(get(client, server, "/actuator/tako").body()).contains(BrokenLoop.MESSAGE);
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI server, String path)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
