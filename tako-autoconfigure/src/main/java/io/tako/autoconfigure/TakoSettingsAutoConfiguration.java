package io.tako.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration of what {@code tako.*} says. */
@AutoConfiguration
@ConditionalOnWebApplication(type = Type.REACTIVE)
@EnableConfigurationProperties(TakoProperties.class)
public final class TakoSettingsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TakoSettings takoSettings(TakoProperties properties, Environment environment) {
        return new TakoSettings(properties, environment);
    }

    @Bean
    @ConditionalOnMissingBean
    InheritedSockets takoInheritedSockets(TakoProperties properties) {
        return InheritedSockets.of(
                properties.socketActivation(), System.getenv(), ProcessHandle.current().pid());
    }
}
