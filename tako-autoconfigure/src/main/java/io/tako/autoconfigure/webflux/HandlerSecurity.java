package io.tako.autoconfigure.webflux;

import java.util.function.UnaryOperator;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Sets Spring Security's thread-bound context from the chain's, so that method security guards the
 * beans that a handler calls.
 */
final class HandlerSecurity implements HandlerSurroundings {

    @Override
    public Mono<UnaryOperator<Runnable>> around(ServerWebExchange exchange) {
        return ReactiveSecurityContextHolder.getContext()
                .map(HandlerSecurity::with)
                .defaultIfEmpty(UnaryOperator.identity());
    }

    private static UnaryOperator<Runnable> with(SecurityContext context) {
        return handling ->
                () -> {
                    SecurityContext before = SecurityContextHolder.getContext();
                    SecurityContextHolder.setContext(context);
                    try {
                        handling.run();
                    } finally {
                        SecurityContextHolder.setContext(before);
                    }
                };
    }
}
