package io.tako.autoconfigure.webflux;

import io.tako.http.Rejection;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Sets Spring Security's thread-bound context from the chain's, so that method security guards the
 * beans that a handler calls, and leaves what it refuses to Spring Security's own filters, which
 * know how to ask for credentials. The context is loaded once, when the handler first asks for it:
 * a session store or a token is not looked at for a handler that does not, and what is wrong with
 * them fails nobody else.
 */
final class HandlerSecurity implements HandlerSurroundings {

    @Override
    public ContextView shared(ContextView context) {
        if (!context.hasKey(SecurityContext.class)) {
            return context;
        }
        Mono<SecurityContext> once =
                ReactiveSecurityContextHolder.getContext().contextWrite(context).cache();
        return Context.of(context)
                .putAll((ContextView) ReactiveSecurityContextHolder.withSecurityContext(once));
    }

    @Override
    public Mono<Void> ready(ContextView context) {
        return ReactiveSecurityContextHolder.getContext()
                .contextWrite(context)
                .onErrorComplete()
                .then();
    }

    /** Cleared behind the handler, also where there was none. */
    @Override
    public UnaryOperator<Runnable> around(ContextView context) {
        SecurityContext loaded =
                new LazySecurityContext(
                        ReactiveSecurityContextHolder.getContext().contextWrite(context));
        return handling ->
                () -> {
                    SecurityContextHolder.setContext(loaded);
                    try {
                        handling.run();
                    } finally {
                        SecurityContextHolder.clearContext();
                    }
                };
    }

    @Override
    public @Nullable LeftToChain leftToChain(Throwable failure, ContextView context) {
        return switch (failure) {
            case AuthenticationException _ -> new LeftToChain(HttpStatus.UNAUTHORIZED, failure);
            case AccessDeniedException _ -> new LeftToChain(HttpStatus.FORBIDDEN, failure);
            case Rejection.Anonymous nobody when context.hasKey(SecurityContext.class) ->
                    new LeftToChain(
                            HttpStatus.UNAUTHORIZED,
                            new AuthenticationCredentialsNotFoundException(nobody.what()));
            default -> null;
        };
    }
}
