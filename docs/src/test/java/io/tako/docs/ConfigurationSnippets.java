package io.tako.docs;

import io.tako.autoconfigure.TakoReactiveWebServerFactory;
import io.tako.transport.config.HttpTimeouts;
import java.time.Duration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** The code of the page on configuration. */
class ConfigurationSnippets {

    // tag::customizer[]
    @Bean
    WebServerFactoryCustomizer<TakoReactiveWebServerFactory> patient() {
        Duration hour = Duration.ofHours(1);
        return factory -> factory.setTimeouts(new HttpTimeouts(hour, hour, hour, hour));
    }
    // end::customizer[]
}
