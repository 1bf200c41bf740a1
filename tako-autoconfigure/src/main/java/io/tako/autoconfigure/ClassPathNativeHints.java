package io.tako.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The classes whose presence decides how an application runs: runtimes, WebFlux, Spring MVC. */
final class ClassPathNativeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        ReflectionHints reflection = hints.reflection();
        for (Starter starter : Starter.values()) {
            reflection.registerTypeIfPresent(loader, starter.runtimeClass());
        }
        reflection
                .registerTypeIfPresent(loader, TakoWebApplicationTypeDeducer.WEBFLUX)
                .registerTypeIfPresent(loader, ServletApplicationRefusal.MVC);
    }
}
