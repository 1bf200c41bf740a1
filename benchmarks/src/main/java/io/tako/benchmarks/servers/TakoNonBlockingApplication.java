package io.tako.benchmarks.servers;

import io.tako.routing.Routes;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** {@link TakoApplication} with its handlers inline on the event loop. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TakoNonBlockingApplication {

    @Bean
    Routes endpoints() {
        return routes -> new TakoEndpoints().define(routes.nonBlocking());
    }
}
