package io.tako.sample.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.statsd.StatsdConfig;
import io.micrometer.statsd.StatsdFlavor;
import io.micrometer.statsd.StatsdMeterRegistry;
import io.tako.sample.store.SeriesStore;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;

final class StatsdTest extends CollectorTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Value("${local.tako.statsd.port}")
    private int port;

    @Autowired private SeriesStore store;

    @ParameterizedTest
    @EnumSource(StatsdFlavor.class)
    void aRegistryOfEveryFlavourIsUnderstood(StatsdFlavor flavour) throws Exception {
        String prefix = "by" + flavour.name().toLowerCase(Locale.ROOT);
        long rejected = store.counts().rejected();
        StatsdMeterRegistry registry =
                new StatsdMeterRegistry(new Config(port, flavour), Clock.SYSTEM);
        try {
            Gauge.builder(prefix + "gauge", () -> 42.5).register(registry);
            // What is sent before its socket is open the registry drops.
            await().atMost(LONGEST)
                    .untilAsserted(
                            () -> assertThat(latest(prefix + "gauge", "value")).isEqualTo(42.5));
            registry.counter(prefix + "counter", "kind", "batch").increment(3);
            registry.counter(prefix + "counter", "kind", "batch").increment(4);
            registry.timer(prefix + "timer").record(Duration.ofMillis(250));
            registry.summary(prefix + "summary").record(9);
            await().atMost(LONGEST)
                    .untilAsserted(
                            () -> {
                                assertThat(latest(prefix + "counter", "count")).isEqualTo(7);
                                assertThat(latest(prefix + "timer", "ms")).isEqualTo(250);
                                assertThat(latest(prefix + "summary", "sample")).isEqualTo(9);
                            });
        } finally {
            registry.close();
        }
        assertThat(store.counts().rejected()).isEqualTo(rejected);
        if (flavour != StatsdFlavor.ETSY) {
            assertThat(only(prefix + "counter").get("tags").get("kind").stringValue())
                    .isEqualTo("batch");
        }
    }

    @Test
    void aBadLineIsCountedAndCostsNoOther() throws Exception {
        long rejected = store.counts().rejected();
        byte[] lines = "\nudp_a:1|c\nnonsense\r\nudp_b:x|g\n\nudp_c:5|ms|@0.1|#k:v".getBytes(UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(
                    new DatagramPacket(
                            lines, lines.length, InetAddress.getLoopbackAddress(), port));
        }

        await().atMost(LONGEST).untilAsserted(() -> assertThat(latest("udp_c", "ms")).isEqualTo(5));

        assertThat(latest("udp_a", "count")).isEqualTo(1);
        assertThat(store.counts().rejected() - rejected).isEqualTo(2);
    }

    /** The newest value of the one series with that field whose measurement begins so. */
    private double latest(String prefix, String field) throws Exception {
        JsonNode page = json(get("/api/series?size=1000&field=" + field));
        for (JsonNode series : page.get("series")) {
            if (series.get("measurement").stringValue().startsWith(prefix)) {
                return series.get("latest").get("value").doubleValue();
            }
        }
        throw new AssertionError("no series of " + prefix + " with " + field);
    }

    private record Config(int port, StatsdFlavor flavor) implements StatsdConfig {

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public Duration pollingFrequency() {
            return Duration.ofMillis(100);
        }
    }
}
