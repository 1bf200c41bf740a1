package io.tako.autoconfigure;

import io.tako.client.ClientResources;
import io.tako.runtime.TakoRuntime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.client.HttpClient;

/**
 * Auto-configuration of Reactor Netty's client on the loops of the runtime, ahead of Boot's own
 * resources for it.
 */
@AutoConfiguration(
        after = TakoRuntimeAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration",
            "org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration"
        })
@ConditionalOnClass({HttpClient.class, ReactorResourceFactory.class})
@ConditionalOnBean(TakoRuntime.class)
@ConditionalOnMissingBean(ReactorResourceFactory.class)
@ConditionalOnProperty(name = "tako.client.reactor-netty", matchIfMissing = true)
public final class TakoClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ClientResources takoClientResources(TakoRuntime runtime, TakoSettings settings) {
        return ClientResources.of(runtime, settings.clientConfig());
    }

    /**
     * Spring starts it before the server and stops it after, so that a handler which is let finish
     * can still call out; the runtime it runs on ends later.
     */
    @Bean
    ReactorResourceFactory takoReactorResourceFactory(ClientResources resources) {
        ReactorResourceFactory factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        factory.setLoopResources(resources.loops());
        factory.setConnectionProviderSupplier(resources::newPools);
        return factory;
    }

    /** Boot's own module for Reactor Netty does the same, but need not be there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ReactorClientHttpConnectorBuilder.class)
    static class Connectors {

        @Bean
        @Order(0)
        ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder>
                takoClientHttpConnectorBuilderCustomizer(
                        ReactorResourceFactory factory, ClientResources resources) {
            return builder ->
                    builder.withReactorResourceFactory(factory)
                            .withHttpClientCustomizer(resources::resolving);
        }
    }
}
