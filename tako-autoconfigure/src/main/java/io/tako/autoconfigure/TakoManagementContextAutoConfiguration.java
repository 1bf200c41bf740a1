package io.tako.autoconfigure;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the context that serves management endpoints on a port of their own. Boot
 * wants exactly one factory of it, and its modules for other servers each bring one that makes the
 * child's server of whatever class the application's has; so theirs serves, too, where one is on
 * the class path.
 */
@AutoConfiguration(
        after = TakoReactiveWebServerAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration",
            "org.springframework.boot.reactor.netty.autoconfigure.actuate.web.server.NettyReactiveManagementContextAutoConfiguration",
            "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration"
        })
@ConditionalOnClass(ManagementContextFactory.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBean(TakoReactiveWebServerFactory.class)
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
public final class TakoManagementContextAutoConfiguration {

    private static final String WEBFLUX =
            "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration";

    @Bean
    @ConditionalOnMissingBean(ManagementContextFactory.class)
    static ManagementContextFactory takoManagementContextFactory() {
        return new ManagementContextFactory(
                WebApplicationType.REACTIVE,
                ReactiveWebServerFactory.class,
                TakoReactiveWebServerAutoConfiguration.class);
    }

    /** There would be a server, and nothing that answers at it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(WEBFLUX)
    static class WithoutWebFlux {

        WithoutWebFlux(Environment environment) {
            String property = "management.server.port";
            throw new RefusedSettingException(
                    property,
                    environment.getProperty(property, ""),
                    "Actuator's endpoints are served by handlers of spring-boot-webflux, which is"
                            + " not on the class path",
                    "Add org.springframework.boot:spring-boot-webflux, which brings no second"
                            + " server, or remove management.server.port.");
        }
    }
}
