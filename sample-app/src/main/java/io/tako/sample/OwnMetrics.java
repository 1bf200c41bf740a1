package io.tako.sample;

import com.sun.management.OperatingSystemMXBean;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import io.tako.sample.point.Timestamps;
import io.tako.sample.store.SeriesStore;
import io.tako.sample.store.StoreCounts;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** The collector as a source of its own: there is something to look at from the first moment on. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class OwnMetrics implements SchedulingConfigurer {

    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final SeriesStore store;
    private final InstantSource clock;
    private final Duration every;

    OwnMetrics(SeriesStore store, InstantSource clock, CollectorProperties properties) {
        this.store = store;
        this.clock = clock;
        this.every = properties.own().every();
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        if (every.isPositive()) {
            tasks.addFixedRateTask(this::measure, every);
        }
    }

    private void measure() {
        StoreCounts counts = store.counts();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        store.write(
                new Point(
                        "collector",
                        Map.of(),
                        Map.of(
                                // Negative while the system has not measured it yet.
                                "cpu_percent",
                                        decimal(Math.max(0, system.getProcessCpuLoad()) * 100),
                                "heap_mb", decimal(heap / 1e6),
                                "points_received", decimal(counts.received()),
                                "points_rejected", decimal(counts.rejected()),
                                "series", decimal(counts.series())),
                        Timestamps.nanos(clock.instant())));
    }

    private static FieldValue decimal(double value) {
        return new FieldValue.Decimal(value);
    }
}
