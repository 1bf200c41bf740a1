package io.tako.autoconfigure;

import io.tako.autoconfigure.webflux.FilterChain;
import io.tako.autoconfigure.webflux.TakoWebFluxAutoConfiguration;
import io.tako.autoconfigure.webflux.TakoWebHandler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.server.handler.ResponseStatusExceptionHandler;

/**
 * Auto-configuration of the {@link HttpHandler} that a reactive application context insists on, for
 * an application without WebFlux: Tako's routes behind whatever filters there are. After Boot's
 * own, so that WebFlux keeps its handler.
 */
@AutoConfiguration(
        after = TakoWebFluxAutoConfiguration.class,
        afterName = "org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration")
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBean(TakoReactiveWebServerFactory.class)
public final class TakoHttpHandlerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(HttpHandler.class)
    HttpHandler takoHttpHandler(
            ApplicationContext context,
            @Qualifier(WebHttpHandlerBuilder.WEB_HANDLER_BEAN_NAME) WebHandler handler) {
        return handler instanceof TakoWebHandler && !FilterChain.presentIn(context)
                ? new NotFoundHttpHandler()
                : WebHttpHandlerBuilder.applicationContext(context)
                        .exceptionHandler(new ResponseStatusExceptionHandler())
                        .build();
    }
}
