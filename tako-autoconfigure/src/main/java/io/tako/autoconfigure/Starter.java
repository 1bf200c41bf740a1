package io.tako.autoconfigure;

import io.tako.runtime.RuntimeKind;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** The starters, one for each runtime, and how a build file names them. */
enum Starter {
    SHARED(RuntimeKind.SHARED, "tako-spring-boot-starter", "io.tako.runtime.shared.SharedRuntime"),
    PER_CORE(
            RuntimeKind.PER_CORE,
            "tako-spring-boot-starter-per-core",
            "io.tako.runtime.percore.PerCoreRuntime");

    private static final String GROUP = "io.tako";

    private final RuntimeKind kind;
    private final String artifact;
    private final String runtimeClass;

    Starter(RuntimeKind kind, String artifact, String runtimeClass) {
        this.kind = kind;
        this.artifact = artifact;
        this.runtimeClass = runtimeClass;
    }

    static Starter of(RuntimeKind kind) {
        return kind == RuntimeKind.SHARED ? SHARED : PER_CORE;
    }

    RuntimeKind kind() {
        return kind;
    }

    /** The class whose presence tells that the starter is there. */
    String runtimeClass() {
        return runtimeClass;
    }

    boolean present(@Nullable ClassLoader loader) {
        return ClassUtils.isPresent(runtimeClass, loader);
    }

    /** Group and artifact, as people write them: {@code io.tako:tako-spring-boot-starter}. */
    String coordinates() {
        return GROUP + ":" + artifact;
    }

    /** What stands in a build file to have this starter, for Maven and for Gradle. */
    String dependency() {
        return """
        Maven:

            <dependency>
                <groupId>%1$s</groupId>
                <artifactId>%2$s</artifactId>
                <version>%3$s</version>
            </dependency>

        Gradle:

            implementation("%1$s:%2$s:%3$s")
        """
                .formatted(GROUP, artifact, version());
    }

    private static String version() {
        String version = Starter.class.getPackage().getImplementationVersion();
        return version == null ? "${tako.version}" : version;
    }
}
