package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.support.SpringFactoriesLoader;

class RuntimeNativeHintsTest {

    private static RuntimeHints hints() {
        List<RuntimeHintsRegistrar> found =
                SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class);
        assertThat(found).hasAtLeastOneElementOfType(RuntimeNativeHints.class);
        RuntimeHints hints = new RuntimeHints();
        new RuntimeNativeHints()
                .registerHints(hints, RuntimeNativeHintsTest.class.getClassLoader());
        return hints;
    }

    @Test
    void methodsOfTheJdkAreThoseItHas() throws ReflectiveOperationException {
        RuntimeHints hints = hints();
        assertThat(
                        List.of(
                                Class.forName("java.lang.ThreadBuilders")
                                        .getDeclaredMethod(
                                                "newVirtualThread",
                                                Executor.class,
                                                String.class,
                                                int.class,
                                                Runnable.class),
                                Thread.class.getDeclaredMethod("currentCarrierThread"),
                                Class.forName("java.lang.VirtualThread")
                                        .getDeclaredMethod("defaultScheduler")))
                .allSatisfy(
                        method ->
                                assertThat(reflection().onMethodInvocation(method)).accepts(hints));
        assertThat(reflection().onType(Class.forName("sun.nio.ch.Poller"))).accepts(hints);
    }

    @Test
    void everySocketThatListensMayBeMade() {
        RuntimeHints hints = hints();
        for (IoBackend backend : IoBackend.values()) {
            assertThat(
                            reflection()
                                    .onType(backend.serverChannel())
                                    .withMemberCategory(
                                            MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .accepts(hints);
        }
    }
}
