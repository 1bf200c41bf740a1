package io.tako.autoconfigure;

import io.tako.runtime.TakoRuntime;
import io.tako.runtime.ThreadLocalGuard;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@link TakoRuntime} that the starter on the class path brings. */
@AutoConfiguration(after = TakoSettingsAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
public final class TakoRuntimeAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    TakoRuntime takoRuntime(
            TakoProperties properties,
            TakoSettings settings,
            InheritedSockets sockets,
            ObjectProvider<ThreadLocalGuard> guards,
            ConfigurableListableBeanFactory beans) {
        return RuntimeChoice.open(
                RuntimeChoice.of(beans.getBeanClassLoader(), properties.runtime()),
                settings.runtimeConfig()
                        .withInherits(sockets.any())
                        .withThreadLocals(ThreadLocalGuard.of(guards.orderedStream().toList())));
    }
}
