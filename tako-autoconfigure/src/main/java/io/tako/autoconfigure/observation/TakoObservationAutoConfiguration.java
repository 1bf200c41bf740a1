package io.tako.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

/**
 * Auto-configuration of observations for Tako's routes, by the convention that WebFlux's requests
 * go by, too.
 */
@AutoConfiguration(
        afterName = {
            "io.tako.autoconfigure.TakoReactiveWebServerAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(
        value = ObservationRegistry.class,
        type = "io.tako.autoconfigure.TakoReactiveWebServerFactory")
public final class TakoObservationAutoConfiguration {

    private static final String NAME = "management.observations.http.server.requests.name";

    @Bean
    @ConditionalOnMissingBean
    ObservedRequests takoObservedRequests(
            ObservationRegistry registry,
            ObjectProvider<ServerRequestObservationConvention> conventions,
            Environment environment) {
        return new ObservedRequests(
                registry,
                conventions.getIfAvailable(
                        () ->
                                new DefaultServerRequestObservationConvention(
                                        environment.getProperty(NAME, "http.server.requests"))));
    }

    @Bean
    @ConditionalOnMissingBean
    ObservedTcp takoObservedTcp(
            ObservationRegistry registry, ObjectProvider<TcpObservationConvention> conventions) {
        return new ObservedTcp(registry, conventions.getIfAvailable());
    }
}
