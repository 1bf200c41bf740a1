package io.tako.runtime;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What the runtimes reach by name: the JDK's virtual threads, its pollers, and the class of the
 * sockets that listen. Spring has no hints for calls of the C library; where they are not possible
 * loops are not pinned, and say so.
 */
final class RuntimeNativeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        ReflectionHints reflection = hints.reflection();
        invoked(
                reflection,
                "java.lang.ThreadBuilders",
                "newVirtualThread",
                Executor.class,
                String.class,
                int.class,
                Runnable.class);
        invoked(reflection, "java.lang.Thread", "currentCarrierThread");
        invoked(reflection, "java.lang.VirtualThread", "defaultScheduler");
        reflection.registerType(TypeReference.of("sun.nio.ch.Poller"));
        for (IoBackend backend : IoBackend.values()) {
            reflection.registerType(
                    backend.serverChannel(), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
        }
    }

    private static void invoked(
            ReflectionHints hints, String type, String method, Class<?>... parameters) {
        hints.registerType(
                TypeReference.of(type),
                hint ->
                        hint.withMethod(
                                method, TypeReference.listOf(parameters), ExecutableMode.INVOKE));
    }
}
