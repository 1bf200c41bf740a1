package io.tako.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Makes an application with a Tako starter a reactive web application although Boot's WebFlux
 * module is not there. Asked after Boot's own deducers, so Spring MVC still wins where it is
 * present.
 */
@Order(40)
final class TakoWebApplicationTypeDeducer implements WebApplicationType.Deducer {

    /** What Boot's condition for reactive web applications asks for. */
    static final String WEBFLUX = "org.springframework.web.reactive.HandlerResult";

    @Override
    public @Nullable WebApplicationType deduceWebApplicationType() {
        return ClassUtils.isPresent(WEBFLUX, null) ? WebApplicationType.REACTIVE : null;
    }
}
