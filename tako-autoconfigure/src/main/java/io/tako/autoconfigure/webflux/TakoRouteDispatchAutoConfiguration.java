package io.tako.autoconfigure.webflux;

import io.micrometer.context.ContextSnapshotFactory;
import io.tako.routing.Router;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

/**
 * Auto-configuration of what runs routes behind filters, and of what their handlers then find on
 * their threads; by a server, and by a test that has none.
 */
@AutoConfiguration(afterName = "io.tako.autoconfigure.TakoRouterAutoConfiguration")
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBean(Router.class)
public final class TakoRouteDispatchAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RouteDispatch takoRouteDispatch(
            Router router, ObjectProvider<HandlerSurroundings> surroundings) {
        return new RouteDispatch(router, surroundings.orderedStream().toList());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ReactiveSecurityContextHolder.class)
    static class Security {

        @Bean
        HandlerSurroundings takoHandlerSecurity() {
            return new HandlerSecurity();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ContextSnapshotFactory.class)
    static class Propagation {

        @Bean
        HandlerSurroundings takoPropagatedContext() {
            return new PropagatedContext();
        }
    }
}
