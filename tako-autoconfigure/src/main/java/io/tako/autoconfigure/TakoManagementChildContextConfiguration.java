package io.tako.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;

/** What the context of management endpoints on a port of their own needs beside Boot's part. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBean(TakoReactiveWebServerFactoryCustomizer.class)
class TakoManagementChildContextConfiguration {

    @Bean
    TakoManagementServerFactoryCustomizer takoManagementServerFactoryCustomizer(
            TakoReactiveWebServerFactoryCustomizer application,
            ObjectProvider<ManagementServerProperties> management) {
        ManagementServerProperties properties = management.getIfAvailable();
        return new TakoManagementServerFactoryCustomizer(
                application, properties != null && properties.getSsl() != null);
    }
}
