package io.tako.autoconfigure;

import io.tako.handler.Middleware;
import io.tako.http.RouterSettings;
import io.tako.routing.Router;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.transport.config.HttpListenerConfig;
import jakarta.validation.Validator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.ConversionService;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration of the {@link Router}: every {@link Routes} bean in its order, each in a scope
 * of its own, inside every {@link Middleware} bean in its order.
 */
@AutoConfiguration(after = TakoSettingsAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
public final class TakoRouterAutoConfiguration {

    /** Of several mappers or validators one must be primary: the start fails otherwise. */
    @Bean
    @ConditionalOnMissingBean
    RouterSettings takoRouterSettings(
            TakoSettings settings,
            BeanFactory beans,
            ObjectProvider<JsonMapper> json,
            ObjectProvider<ConversionService> conversions,
            ObjectProvider<Validator> validator) {
        String own = ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME;
        return settings.routerSettings(
                json.getIfAvailable(() -> JsonMapper.builder().build()),
                // WebFlux brings another one.
                beans.containsBean(own)
                        ? beans.getBean(own, ConversionService.class)
                        : conversions.getIfUnique(ApplicationConversionService::new),
                validator.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    Router takoRouter(
            TakoSettings tako,
            RouterSettings settings,
            ObjectProvider<Routes> routes,
            ObjectProvider<Middleware> middleware) {
        return build(
                HttpListenerConfig.MAIN_ROUTER,
                tako,
                settings,
                routes.orderedStream().toList(),
                middleware.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    Routers takoRouters(
            Router main,
            TakoSettings tako,
            RouterSettings settings,
            ObjectProvider<Routes> routes,
            ObjectProvider<Middleware> middleware) {
        List<Routes> all = routes.orderedStream().toList();
        List<Middleware> around = middleware.orderedStream().toList();
        Map<String, Router> routers = new LinkedHashMap<>();
        for (String name : new TreeSet<>(all.stream().map(Routes::router).toList())) {
            if (!name.equals(HttpListenerConfig.MAIN_ROUTER)) {
                routers.put(name, build(name, tako, settings, all, around));
            }
        }
        routers.put(HttpListenerConfig.MAIN_ROUTER, main);
        return new Routers(routers);
    }

    private static Router build(
            String name,
            TakoSettings tako,
            RouterSettings settings,
            List<Routes> routes,
            List<Middleware> around) {
        RouterBuilder builder = Router.builder(settings).webSocketDefaults(tako.webSocketOptions());
        around.forEach(builder::use);
        routes.stream()
                .filter(candidate -> candidate.router().equals(name))
                .forEach(chosen -> builder.scope(chosen));
        return builder.build();
    }
}
