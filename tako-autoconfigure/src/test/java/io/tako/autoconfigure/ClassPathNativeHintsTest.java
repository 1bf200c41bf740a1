package io.tako.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import io.tako.runtime.RuntimeKind;
import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.web.reactive.HandlerResult;

class ClassPathNativeHintsTest {

    @Test
    void hintsOfAllModulesAreFoundBySpring() {
        List<RuntimeHintsRegistrar> found =
                SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class);
        assertThat(found)
                .extracting(registrar -> registrar.getClass().getName())
                .contains(
                        "io.tako.autoconfigure.ClassPathNativeHints",
                        "io.tako.runtime.RuntimeNativeHints",
                        "io.tako.transport.compression.CompressionNativeHints");
        RuntimeHints hints = new RuntimeHints();
        found.forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));
        for (String library :
                List.of(
                        "com.aayushatharva.brotli4j.Brotli4jLoader",
                        "com.github.luben.zstd.util.Native")) {
            assertThat(reflection().onType(TypeReference.of(library))).accepts(hints);
        }
    }

    @Test
    void whatIsThereIsHintedAndNothingElse() {
        RuntimeHints hints = new RuntimeHints();
        new ClassPathNativeHints().registerHints(hints, Contexts.only(RuntimeKind.PER_CORE));
        assertThat(reflection().onType(PerCoreRuntime.class)).accepts(hints);
        assertThat(reflection().onType(SharedRuntime.class)).rejects(hints);
        assertThat(reflection().onType(HandlerResult.class)).accepts(hints);
    }
}
