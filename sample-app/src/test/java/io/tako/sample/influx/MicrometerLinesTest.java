package io.tako.sample.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.ipc.http.HttpSender;
import io.micrometer.influx.InfluxApiVersion;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import io.tako.sample.ingest.WriteReport;
import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.store.SeriesFilter;
import io.tako.sample.store.SeriesInfo;
import io.tako.sample.store.SeriesQueries;
import io.tako.sample.store.SeriesStore;
import io.tako.sample.store.StoreLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Micrometer's registry writes is what the parser reads. */
class MicrometerLinesTest {

    private final SeriesStore store = new SeriesStore(StoreLimits.DEFAULTS);
    private final SeriesQueries queries = new SeriesQueries(store);

    @Test
    void everyLineOfTheRegistryIsStored() throws IOException {
        List<HttpSender.Request> requests = new ArrayList<>();
        InfluxMeterRegistry registry =
                InfluxMeterRegistry.builder(new Config())
                        .clock(Clock.SYSTEM)
                        .httpClient(
                                request -> {
                                    requests.add(request);
                                    return new HttpSender.Response(204, "");
                                })
                        .build();
        registry.counter("http.requests", "uri", "/a b,c=d", "quote", "say \"hi\"", "empty", "")
                .increment(3);
        registry.timer("work time", "kind", "x").record(Duration.ofMillis(5));
        DistributionSummary.builder("payload,size=").register(registry).record(17);
        Gauge.builder("queue", () -> 4).tag("path", "C:\\temp\\x").register(registry);
        Gauge.builder("never", () -> Double.NaN).register(registry);
        registry.more().longTaskTimer("long.task").start();
        registry.close();

        assertThat(requests).hasSize(1);
        HttpSender.Request request = requests.getFirst();
        assertThat(request.getUrl().getQuery()).contains("precision=ms");
        WriteReport report;
        try (InputStream body =
                new GZIPInputStream(new ByteArrayInputStream(request.getEntity()))) {
            report =
                    new LineProtocol(store, InstantSource.system(), 65_536)
                            .write(body, Precision.v2("ms"));
        }

        assertThat(report).isEqualTo(new WriteReport(5, 0, List.of()));
        assertThat(latest("http_requests", "value")).isEqualTo(3);
        assertThat(only("http_requests", "value").tags())
                .isEqualTo(
                        Map.of(
                                "metric_type", "counter",
                                "uri", "/a b,c=d",
                                "quote", "say \"hi\""));
        assertThat(latest("work time", "count")).isEqualTo(1);
        assertThat(latest("work time", "sum")).isEqualTo(5);
        assertThat(latest("payload,size_", "sum")).isEqualTo(17);
        assertThat(latest("queue", "value")).isEqualTo(4);
        assertThat(only("queue", "value").tags()).containsEntry("path", "C:\\temp\\x");
        assertThat(latest("long_task", "active_tasks")).isEqualTo(1);
    }

    private double latest(String measurement, String field) {
        return ((Decimal) only(measurement, field).latest().orElseThrow().value()).value();
    }

    private SeriesInfo only(String measurement, String field) {
        List<SeriesInfo> found =
                queries.list(
                                new SeriesFilter(
                                        Optional.of(measurement), Optional.of(field), Map.of()),
                                0,
                                10)
                        .series();
        assertThat(found).as(measurement + " " + field).hasSize(1);
        return found.getFirst();
    }

    private static final class Config implements InfluxConfig {

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public InfluxApiVersion apiVersion() {
            return InfluxApiVersion.V2;
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
        public String token() {
            return "t";
        }

        @Override
        public Duration step() {
            // No step ends while the test runs: they are counted from 1970.
            return Duration.ofDays(36_500);
        }
    }
}
