package io.tako.sample.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.graphite.GraphiteConfig;
import io.micrometer.graphite.GraphiteMeterRegistry;
import io.micrometer.graphite.GraphiteProtocol;
import io.tako.sample.store.SeriesStore;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;

final class GraphiteTest extends CollectorTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Value("${local.tako.graphite.port}")
    private int port;

    @Autowired private SeriesStore store;

    @Test
    void aRegistryPublishesItsMetersWithTags() throws Exception {
        GraphiteMeterRegistry registry = registry(true);
        registry.counter("graphite.jobs", "kind", "batch").increment(3);

        registry.close();

        await().atMost(LONGEST)
                .untilAsserted(
                        () -> {
                            JsonNode page =
                                    json(
                                            get(
                                                    "/api/series?measurement=graphite.jobs&tag=kind:batch"
                                                        + "&tag=metricattribute:count"));
                            assertThat(page.get("total").intValue()).as("%s", page).isEqualTo(1);
                            JsonNode latest = page.get("series").get(0).get("latest");
                            assertThat(latest.get("value").doubleValue()).isEqualTo(3);
                        });
    }

    @Test
    void aRegistryPublishesItsMetersWithPaths() throws Exception {
        GraphiteMeterRegistry registry = registry(false);
        Gauge.builder("graphitePath", () -> 42.5).register(registry);

        registry.close();

        await().atMost(LONGEST)
                .untilAsserted(
                        () ->
                                assertThat(
                                                only("graphitePath")
                                                        .get("latest")
                                                        .get("value")
                                                        .doubleValue())
                                        .isEqualTo(42.5));
    }

    @Test
    void aBadLineIsCountedAndCostsNoOther() throws Exception {
        long rejected = store.counts().rejected();

        send("tcp_a 1 100\nnonsense\n\ntcp_b x 100\r\ntcp_c;k=v 2 100\n");

        await().atMost(LONGEST)
                .untilAsserted(
                        () ->
                                assertThat(only("tcp_c").get("tags").get("k").stringValue())
                                        .isEqualTo("v"));
        assertThat(only("tcp_a").get("latest").get("time").stringValue())
                .isEqualTo("1970-01-01T00:01:40Z");
        assertThat(store.counts().rejected() - rejected).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 2000})
    void aLineThatIsBrokenOffOrTooLongEndsItsConnectionAndIsCounted(int length) throws Exception {
        long rejected = store.counts().rejected();

        send("tcp_kept_" + length + " 1 100\n" + "x".repeat(length));

        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(store.counts().rejected() - rejected).isEqualTo(1));
        assertThat(only("tcp_kept_" + length).get("points").intValue()).isEqualTo(1);
    }

    private void send(String lines) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(lines.getBytes(UTF_8));
        }
    }

    private GraphiteMeterRegistry registry(boolean tags) {
        return new GraphiteMeterRegistry(new Config(port, tags), Clock.SYSTEM);
    }

    private record Config(int port, boolean graphiteTagsEnabled) implements GraphiteConfig {

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public GraphiteProtocol protocol() {
            return GraphiteProtocol.PLAINTEXT;
        }

        @Override
        public Duration step() {
            return Duration.ofHours(1);
        }
    }
}
