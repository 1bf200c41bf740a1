package io.tako.autoconfigure;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Auto-configuration of the {@link HttpHandler} that a reactive application context insists on, for
 * an application without WebFlux. After Boot's own, so that WebFlux keeps its handler.
 */
@AutoConfiguration(
        after = TakoReactiveWebServerAutoConfiguration.class,
        afterName = "org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration")
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBean(TakoReactiveWebServerFactory.class)
public final class TakoHttpHandlerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(HttpHandler.class)
    NotFoundHttpHandler takoHttpHandler() {
        return new NotFoundHttpHandler();
    }

    @Bean
    @ConditionalOnMissingBean
    UnservedHandlersWarning takoUnservedHandlersWarning(ListableBeanFactory beans) {
        return new UnservedHandlersWarning(beans);
    }
}
