package io.tako.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.tako.autoconfigure.TakoReactiveWebServerAutoConfiguration;
import io.tako.autoconfigure.TakoServers;
import io.tako.runtime.TakoRuntime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the server's meters. */
@AutoConfiguration(
        after = TakoReactiveWebServerAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, TakoServers.class, TakoRuntime.class})
public final class TakoMetricsAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    TakoMetrics takoMetrics(TakoRuntime runtime, TakoServers servers) {
        return new TakoMetrics(runtime, servers);
    }
}
