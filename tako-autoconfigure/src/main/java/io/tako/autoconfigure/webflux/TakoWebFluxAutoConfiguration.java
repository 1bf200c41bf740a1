package io.tako.autoconfigure.webflux;

import io.tako.http.RouterSettings;
import io.tako.websocket.WebSocketOptions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * Auto-configuration of Tako's routes inside WebFlux: among its handlers, behind its filters; and
 * of WebSocket for Spring's own handlers.
 */
@AutoConfiguration(
        after = TakoRouteDispatchAutoConfiguration.class,
        afterName = {
            "io.tako.autoconfigure.TakoReactiveWebServerAutoConfiguration",
            "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration"
        })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBean(type = "io.tako.autoconfigure.TakoReactiveWebServerFactory")
public final class TakoWebFluxAutoConfiguration {

    /** By the name that WebFlux looks for. */
    @Bean(WebHttpHandlerBuilder.FORWARDED_HEADER_TRANSFORMER_BEAN_NAME)
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "server.forward-headers-strategy", havingValue = "native")
    ForwardedHeaderTransformer takoForwardedHeaderTransformer(RouterSettings settings) {
        return new TrustedForwarding(settings);
    }

    @Bean(WebHttpHandlerBuilder.WEB_HANDLER_BEAN_NAME)
    @ConditionalOnMissingBean(name = WebHttpHandlerBuilder.WEB_HANDLER_BEAN_NAME)
    WebHandler takoWebHandler(RouteDispatch routes) {
        return new TakoWebHandler(routes);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(DispatcherHandler.class)
    static class Dispatching {

        @Bean
        TakoHandlerMapping takoHandlerMapping(RouteDispatch routes, ApplicationContext context) {
            return new TakoHandlerMapping(routes, context);
        }

        @Bean
        OtherRoutesMapping takoOtherRoutesMapping(
                RouteDispatch routes, ApplicationContext context) {
            return new OtherRoutesMapping(routes, context);
        }

        @Bean
        static UpgradeStrategyPostProcessor takoUpgradeStrategyPostProcessor(
                ObjectProvider<WebSocketOptions> options, ObjectProvider<RouterSettings> settings) {
            return new UpgradeStrategyPostProcessor(() -> strategy(options, settings));
        }

        private static RequestUpgradeStrategy strategy(
                ObjectProvider<WebSocketOptions> options, ObjectProvider<RouterSettings> settings) {
            return new TakoUpgradeStrategy(
                    options.getIfAvailable(WebSocketOptions::defaults), settings.getObject());
        }
    }
}
