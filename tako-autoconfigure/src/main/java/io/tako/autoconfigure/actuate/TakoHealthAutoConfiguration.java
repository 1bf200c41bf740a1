package io.tako.autoconfigure.actuate;

import io.tako.autoconfigure.TakoRuntimeAutoConfiguration;
import io.tako.runtime.TakoRuntime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health of the event loops. */
@AutoConfiguration(after = TakoRuntimeAutoConfiguration.class)
@ConditionalOnClass({AbstractHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(TakoRuntime.class)
@ConditionalOnEnabledHealthIndicator("tako")
public final class TakoHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "takoHealthIndicator")
    LoopHealthIndicator takoHealthIndicator(TakoRuntime runtime) {
        return new LoopHealthIndicator(runtime);
    }
}
