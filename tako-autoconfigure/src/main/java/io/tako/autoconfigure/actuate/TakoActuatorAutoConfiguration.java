package io.tako.autoconfigure.actuate;

import io.tako.autoconfigure.Routers;
import io.tako.autoconfigure.TakoReactiveWebServerAutoConfiguration;
import io.tako.autoconfigure.TakoServers;
import io.tako.runtime.TakoRuntime;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.web.mappings.MappingsEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of what Actuator tells of Tako. */
@AutoConfiguration(after = TakoReactiveWebServerAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean({TakoServers.class, TakoRuntime.class, Routers.class})
public final class TakoActuatorAutoConfiguration {

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
}
