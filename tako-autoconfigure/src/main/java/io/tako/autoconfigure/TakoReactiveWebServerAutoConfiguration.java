package io.tako.autoconfigure;

import io.tako.access.ConnectionFilter;
import io.tako.runtime.TakoRuntime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.reactive.ReactiveWebServerConfiguration;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

/** Auto-configuration of Tako as the application's web server, ahead of Boot's own servers. */
@AutoConfiguration(
        after = {TakoRuntimeAutoConfiguration.class, TakoRouterAutoConfiguration.class},
        beforeName = {
            "org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration",
            "org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration",
            "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration"
        })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@Import(ReactiveWebServerConfiguration.class)
@EnableConfigurationProperties(LifecycleProperties.class)
public final class TakoReactiveWebServerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(ReactiveWebServerFactory.class)
    TakoReactiveWebServerFactory takoReactiveWebServerFactory(TakoRuntime runtime) {
        return new TakoReactiveWebServerFactory(runtime);
    }

    @Bean
    @ConditionalOnMissingBean
    TakoServers takoServers() {
        return new TakoServers();
    }

    @Bean
    @ConditionalOnMissingBean
    ListenerPorts takoListenerPorts(ConfigurableEnvironment environment) {
        return new ListenerPorts(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    TakoReactiveWebServerFactoryCustomizer takoReactiveWebServerFactoryCustomizer(
            ServerProperties server,
            LifecycleProperties lifecycle,
            TakoSettings settings,
            InheritedSockets sockets,
            ObjectProvider<ListenerCustomizer> listeners,
            ObjectProvider<TakoServerCustomizer> customizers,
            ObjectProvider<ConnectionFilter> filters) {
        return new TakoReactiveWebServerFactoryCustomizer(
                server, lifecycle, settings, sockets, listeners, customizers, filters);
    }
}
