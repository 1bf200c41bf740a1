package io.tako.autoconfigure.actuate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;

/** Says at start that Actuator has endpoints for the web and nobody serves them. */
final class UnservedEndpoints implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(UnservedEndpoints.class);

    private final ObjectProvider<WebEndpointsSupplier> endpoints;

    UnservedEndpoints(ObjectProvider<WebEndpointsSupplier> endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void afterSingletonsInstantiated() {
        WebEndpointsSupplier there = endpoints.getIfAvailable();
        if (there != null && !there.getEndpoints().isEmpty()) {
            log.warn(
                    "Actuator has {} endpoint(s) for the web and nothing serves them, since their"
                        + " handlers are WebFlux's: add"
                        + " org.springframework.boot:spring-boot-webflux, which brings no second"
                        + " server",
                    there.getEndpoints().size());
        }
    }
}
