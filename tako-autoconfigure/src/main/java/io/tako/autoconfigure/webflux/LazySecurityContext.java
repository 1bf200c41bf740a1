package io.tako.autoconfigure.webflux;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;

/**
 * The chain's security context on a handler's thread, loaded when somebody asks whose it is, and
 * not when it is carried from thread to thread. Micrometer's context propagation compares it with
 * an empty one before it carries it: then it is loaded too, since threads that come later may not
 * be ones that can wait; what is wrong with it is for who asks. Any thread.
 */
final class LazySecurityContext implements SecurityContext {

    @Serial private static final long serialVersionUID = 1;

    private final transient Mono<SecurityContext> source;
    private transient volatile @Nullable SecurityContext loaded;

    /**
     * @param context what is loaded, empty if there is none
     */
    LazySecurityContext(Mono<SecurityContext> context) {
        this.source =
                context.switchIfEmpty(Mono.fromSupplier(SecurityContextHolder::createEmptyContext))
                        .cache();
    }

    private SecurityContext loaded() {
        SecurityContext known = loaded;
        if (known == null) {
            known = SecurityContextHolder.getContext() == this ? loadedAside() : load();
            loaded = known;
        }
        return known;
    }

    /** Those who load it on this thread do not find what they are loading. */
    private SecurityContext loadedAside() {
        SecurityContextHolder.clearContext();
        try {
            return load();
        } finally {
            SecurityContextHolder.setContext(this);
        }
    }

    private SecurityContext load() {
        return Objects.requireNonNull(Awaited.value(source));
    }

    @Override
    public @Nullable Authentication getAuthentication() {
        return loaded().getAuthentication();
    }

    @Override
    public void setAuthentication(@Nullable Authentication authentication) {
        loaded().setAuthentication(authentication);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        try {
            return other instanceof SecurityContext && loaded().equals(other);
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public int hashCode() {
        return loaded().hashCode();
    }

    /** A session keeps the context itself. */
    @Serial
    private Object writeReplace() {
        return loaded();
    }

    @Override
    public String toString() {
        return loaded().toString();
    }
}
