package io.tako.test.slice;

import io.tako.autoconfigure.webflux.RouteDispatch;
import io.tako.autoconfigure.webflux.TakoRouteDispatchAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers;
import org.springframework.test.web.reactive.server.MockServerConfigurer;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.WebFilter;

/** Auto-configuration of the client of a {@link TakoTest}. */
@AutoConfiguration(after = TakoRouteDispatchAutoConfiguration.class)
public final class TakoTestAutoConfiguration {

    /** Comes to the routes through the filters of the context, and waits a minute for answers. */
    @Bean
    @ConditionalOnMissingBean
    WebTestClient takoWebTestClient(
            RouteDispatch routes,
            ObjectProvider<WebFilter> filters,
            ObjectProvider<MockServerConfigurer> configurers) {
        WebTestClient.MockServerSpec<?> server =
                WebTestClient.bindToWebHandler(routes.webHandler())
                        .webFilter(filters.orderedStream().toArray(WebFilter[]::new));
        configurers.orderedStream().forEach(server::apply);
        return server.configureClient().responseTimeout(RouteTestClient.RESPONSE_TIMEOUT).build();
    }

    /** With spring-security-test: {@code mutateWith(mockUser())} and {@code csrf()}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            value = SecurityMockServerConfigurers.class,
            name = TakoTypeExcludeFilter.SECURITY)
    static class Security {

        @Bean
        MockServerConfigurer takoSecurityMockServerConfigurer() {
            return SecurityMockServerConfigurers.springSecurity();
        }
    }
}
