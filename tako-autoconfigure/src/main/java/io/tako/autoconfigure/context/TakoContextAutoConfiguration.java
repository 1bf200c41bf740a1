package io.tako.autoconfigure.context;

import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.tako.runtime.ThreadLocalGuard;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Auto-configuration of what no request leaves on an event loop. A {@link ThreadLocalGuard} bean of
 * the application comes to these.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = Type.REACTIVE)
public final class TakoContextAutoConfiguration {

    @Bean
    ThreadLocalGuard takoDiagnosticContextGuard() {
        return ThreadLocalGuard.MDC_ONLY;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SecurityContextHolder.class)
    static class Security {

        @Bean
        ThreadLocalGuard takoSecurityContextGuard() {
            return new SecurityContextGuard();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ContextRegistry.class)
    static class Registered {

        @Bean
        ThreadLocalGuard takoRegisteredThreadLocalsGuard() {
            return new RegisteredThreadLocalsGuard(ContextRegistry.getInstance());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static class Observations {

        @Bean
        ThreadLocalGuard takoObservationGuard(ObjectProvider<ObservationRegistry> registries) {
            return new ObservationGuard(registries);
        }
    }
}
