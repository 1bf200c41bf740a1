package io.tako.autoconfigure.webflux;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Sets Spring Security's thread-bound context from the chain's, so that method security guards the
 * beans that a handler calls, and leaves what it refuses to Spring Security's own filters, which
 * know how to ask for credentials.
 */
final class HandlerSecurity implements HandlerSurroundings {

    @Override
    public Mono<UnaryOperator<Runnable>> around(ServerWebExchange exchange) {
        return ReactiveSecurityContextHolder.getContext()
                .map(HandlerSecurity::with)
                .defaultIfEmpty(UnaryOperator.identity());
    }

    @Override
    public @Nullable HttpStatusCode leftToChain(Throwable failure) {
        return switch (failure) {
            case AuthenticationException _ -> HttpStatus.UNAUTHORIZED;
            case AccessDeniedException _ -> HttpStatus.FORBIDDEN;
            default -> null;
        };
    }

    /** Cleared behind the handler: an event loop goes on to somebody else's request. */
    private static UnaryOperator<Runnable> with(SecurityContext context) {
        return handling ->
                () -> {
                    SecurityContextHolder.setContext(context);
                    try {
                        handling.run();
                    } finally {
                        SecurityContextHolder.clearContext();
                    }
                };
    }
}
