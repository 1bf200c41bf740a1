package io.tako.benchmarks.servers;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the JVM of a server needs: the module has more on its class path than one of them may. The
 * Spring Boot servers do without what came with Armeria and would switch features on.
 */
enum Jvm {
    /** For servers that nothing on the class path gets in the way of. */
    PLAIN(),

    /** Boot's own web server, which Tako's auto-configuration would take the place of. */
    WEBFLUX("tako-autoconfigure", "armeria", "micrometer-core", "brotli4j"),

    /** WebFlux on what the starter for the shared runtime brings. */
    WEBFLUX_TAKO_SHARED("tako-runtime-per-core", "armeria", "micrometer-core", "brotli4j"),

    /** WebFlux on what the starter for the per-core runtime brings. */
    WEBFLUX_TAKO_PER_CORE("tako-runtime-shared", "armeria", "micrometer-core", "brotli4j"),

    /** What the starter for the shared runtime brings. */
    TAKO_SHARED(
            "tako-runtime-per-core",
            "spring-boot-webflux",
            "spring-boot-reactor-netty",
            "armeria",
            "micrometer-core",
            "brotli4j"),

    /** What the starter for the per-core runtime brings. */
    TAKO_PER_CORE(
            "tako-runtime-shared",
            "spring-boot-webflux",
            "spring-boot-reactor-netty",
            "armeria",
            "micrometer-core",
            "brotli4j");

    /** Lets a runtime carry virtual threads on its event loops. */
    static final String ADD_OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private final List<String> left;

    Jvm(String... left) {
        this.left = List.of(left);
    }

    /** Those entries of a class path that the server is to see, in their order. */
    String classPath(String whole) {
        // With an empty last entry, as Maven's tests have: one that loses nothing stays as it is.
        return Arrays.stream(whole.split(Pattern.quote(File.pathSeparator), -1))
                .filter(Predicate.not(this::leaves))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A jar of the name and a version, or a directory below a module of that name. */
    private boolean leaves(String entry) {
        String path = entry.replace(File.separatorChar, '/');
        return left.stream()
                .anyMatch(
                        name ->
                                Pattern.compile("/" + name + "(-\\d[^/]*\\.jar$|/)")
                                        .matcher(path)
                                        .find());
    }
}
