package io.tako.autoconfigure.actuate;

import io.tako.autoconfigure.Routers;
import io.tako.autoconfigure.TakoReactiveWebServerAutoConfiguration;
import io.tako.autoconfigure.TakoServers;
import io.tako.runtime.TakoRuntime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.web.mappings.MappingsEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of what Actuator tells of Tako. */
@AutoConfiguration(after = TakoReactiveWebServerAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean({TakoServers.class, TakoRuntime.class, Routers.class})
public final class TakoActuatorAutoConfiguration {

    private static final String WEBFLUX =
            "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration";

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(TakoEndpoint.class)
    TakoEndpoint takoEndpoint(TakoRuntime runtime, TakoServers servers, Routers routers) {
        return new TakoEndpoint(runtime, servers, routers);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(MappingsEndpoint.class)
    RouteMappingDescriptions takoRouteMappingDescriptions() {
        return new RouteMappingDescriptions();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(WEBFLUX)
    @ConditionalOnManagementPort(ManagementPortType.SAME)
    static class WithoutWebFlux {

        @Bean
        UnservedEndpoints takoUnservedEndpoints(ObjectProvider<WebEndpointsSupplier> endpoints) {
            return new UnservedEndpoints(endpoints);
        }
    }
}
