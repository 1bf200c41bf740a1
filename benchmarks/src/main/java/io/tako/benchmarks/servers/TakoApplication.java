package io.tako.benchmarks.servers;

import io.tako.routing.Routes;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The application as a user of a Tako starter writes it: a bean of routes, all else is Boot's. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TakoApplication {

    @Bean
    Routes endpoints() {
        return new TakoEndpoints();
    }
}
