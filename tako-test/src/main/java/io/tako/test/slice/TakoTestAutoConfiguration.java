package io.tako.test.slice;

import io.tako.autoconfigure.TakoRouterAutoConfiguration;
import io.tako.autoconfigure.webflux.RouteDispatch;
import io.tako.routing.Router;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.WebFilter;

/** Auto-configuration of the client of a {@link TakoTest}. */
@AutoConfiguration(after = TakoRouterAutoConfiguration.class)
public final class TakoTestAutoConfiguration {

    /** Comes to the routes through the filters of the context, and waits a minute for answers. */
    @Bean
    @ConditionalOnMissingBean
    WebTestClient takoWebTestClient(Router router, ObjectProvider<WebFilter> filters) {
        return WebTestClient.bindToWebHandler(RouteDispatch.of(router).webHandler())
                .webFilter(filters.orderedStream().toArray(WebFilter[]::new))
                .configureClient()
                .responseTimeout(RouteTestClient.RESPONSE_TIMEOUT)
                .build();
    }
}
