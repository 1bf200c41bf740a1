package io.tako.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.influx.InfluxApiVersion;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

final class MicrometerPublishTest extends CollectorTest {

    @Autowired private TakoRuntime runtime;

    @Test
    void theStarterChoseTheRuntime() {
        String starter = System.getProperty("sample.starter");

        assertThat(starter).isNotNull();
        assertThat(runtime.kind())
                .isEqualTo(
                        starter.endsWith("-per-core") ? RuntimeKind.PER_CORE : RuntimeKind.SHARED);
    }

    @ParameterizedTest
    @EnumSource(InfluxApiVersion.class)
    void aRegistryPublishesItsMeters(InfluxApiVersion version) throws Exception {
        String name = "jobs." + version.name().toLowerCase(Locale.ROOT);
        InfluxMeterRegistry registry =
                new InfluxMeterRegistry(new Config(uri("").toString(), version), Clock.SYSTEM);
        Gauge.builder(name, () -> 42).register(registry);
        Gauge.builder(name + ".other", () -> 7).register(registry);

        registry.close();

        JsonNode gauge = only(name.replace('.', '_'));
        assertThat(gauge.get("latest").get("value").doubleValue()).isEqualTo(42);
        assertThat(gauge.get("tags").get("metric_type").stringValue()).isEqualTo("gauge");
        assertThat(only(name.replace('.', '_') + "_other").get("points").intValue()).isEqualTo(1);
    }

    private record Config(String uri, InfluxApiVersion apiVersion) implements InfluxConfig {

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public boolean autoCreateDb() {
            return false;
        }

        @Override
        public boolean compressed() {
            return true;
        }

        @Override
        public String org() {
            return "o";
        }

        @Override
        public String bucket() {
            return "b";
        }

        @Override
        public @Nullable String token() {
            return apiVersion == InfluxApiVersion.V2 ? "t" : null;
        }

        @Override
        public Duration step() {
            return Duration.ofHours(1);
        }
    }
}
