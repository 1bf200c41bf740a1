package io.tako.autoconfigure.context;

import io.tako.runtime.ThreadLocalGuard;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** Keeps a login from a loop: the next request there is a stranger's. */
final class SecurityContextGuard implements ThreadLocalGuard {

    @Override
    public Runnable keep() {
        // One is made where there is none.
        SecurityContext before = SecurityContextHolder.getContext();
        if (before.getAuthentication() == null) {
            return SecurityContextHolder::clearContext;
        }
        return () -> SecurityContextHolder.setContext(before);
    }
}
