package io.tako.docs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which module may use which, and what none may do. Reads what the build made of every module's
 * main code, so it comes last.
 */
final class ArchitectureTest {

    /** Every module with main code, and the modules it may see. */
    private static final Map<String, Set<String>> MAY_SEE = new LinkedHashMap<>();

    static {
        MAY_SEE.put("tako-core", Set.of());
        MAY_SEE.put("tako-leak-check", Set.of());
        MAY_SEE.put("tako-middleware", Set.of("tako-core"));
        MAY_SEE.put("tako-runtime", Set.of("tako-core"));
        MAY_SEE.put("tako-runtime-shared", Set.of("tako-core", "tako-runtime"));
        MAY_SEE.put("tako-runtime-per-core", Set.of("tako-core", "tako-runtime"));
        MAY_SEE.put("tako-transports", Set.of("tako-core", "tako-runtime"));
        MAY_SEE.put("tako-client", Set.of("tako-core", "tako-runtime"));
        MAY_SEE.put(
                "tako-autoconfigure",
                Set.of(
                        "tako-client",
                        "tako-core",
                        "tako-middleware",
                        "tako-runtime",
                        "tako-runtime-shared",
                        "tako-runtime-per-core",
                        "tako-transports"));
        MAY_SEE.put(
                "tako-contracts",
                Set.of(
                        "tako-core",
                        "tako-runtime",
                        "tako-runtime-shared",
                        "tako-runtime-per-core",
                        "tako-transports"));
        MAY_SEE.put("tako-spring-boot-starter-test", Set.of("tako-core", "tako-autoconfigure"));
        MAY_SEE.put("sample-app", Set.of("tako-core", "tako-middleware", "tako-autoconfigure"));
    }

    /** Programs for measuring: they print, and hold peers beside Tako. */
    private static final Set<String> NOT_LOOKED_AT = Set.of("benchmarks");

    /** Among them the contracts' peers, for HPACK and to see what memory Netty holds. */
    private static final Set<String> MAY_SEE_NETTY =
            Set.of(
                    "tako-client",
                    "tako-contracts",
                    "tako-leak-check",
                    "tako-runtime",
                    "tako-runtime-shared",
                    "tako-runtime-per-core",
                    "tako-transports");

    private static final Set<String> MAY_SEE_BOOT =
            Set.of("tako-autoconfigure", "tako-spring-boot-starter-test", "sample-app");

    private static JavaClasses all = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() throws IOException {
        List<Path> roots = new ArrayList<>();
        for (String module : MAY_SEE.keySet()) {
            roots.add(directory(module).resolve("target/classes"));
        }
        assertThat(roots)
                .as("modules must be built before their architecture is looked at")
                .allSatisfy(root -> assertThat(root).isDirectory());
        // What classes of others look like inside does not matter here, and takes long to read.
        all =
                ArchConfiguration.withThreadLocalScope(
                        configuration -> {
                            configuration.setResolveMissingDependenciesFromClassPath(false);
                            return new ClassFileImporter().importPaths(roots);
                        });
    }

    @Test
    void everyModuleWithMainCodeIsLookedAt() throws IOException {
        List<String> modules = new ArrayList<>();
        for (Path module : modules()) {
            String name = module.getFileName().toString();
            if (Files.isDirectory(module.resolve("src/main/java"))
                    && !NOT_LOOKED_AT.contains(name)) {
                modules.add(name);
            }
        }
        assertThat(modules).containsExactlyInAnyOrderElementsOf(MAY_SEE.keySet());
        assertThat(MAY_SEE.keySet())
                .allSatisfy(module -> assertThat(all.that(in(module))).isNotEmpty());
    }

    @Test
    void modulesSeeOnlyTheModulesBelowThem() {
        MAY_SEE.forEach(
                (module, allowed) -> {
                    List<String> others =
                            MAY_SEE.keySet().stream()
                                    .filter(name -> !name.equals(module))
                                    .filter(name -> !allowed.contains(name))
                                    .toList();
                    if (!others.isEmpty()) {
                        check(
                                noClasses()
                                        .that(in(module))
                                        .should()
                                        .dependOnClassesThat(in(others.toArray(String[]::new))));
                    }
                });
    }

    @Test
    void nettyStaysInRuntimesAndTransports() {
        check(
                noClasses()
                        .that(notIn(MAY_SEE_NETTY))
                        .should()
                        .dependOnClassesThat()
                        .haveNameMatching("io\\.netty\\.(?!pkitesting\\.).*"));
    }

    @Test
    void bootStaysAtTheEdge() {
        check(
                noClasses()
                        .that(notIn(MAY_SEE_BOOT))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.springframework.boot.."));
    }

    @Test
    void packagesOfOneModuleDependOnEachOtherInOneDirection() {
        for (String module : MAY_SEE.keySet()) {
            slices().matching("io.tako.(**)")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(
                            describe(
                                    "the server and its opener of HTTP, which put the parts"
                                            + " together",
                                    type ->
                                            ASSEMBLERS.stream()
                                                    .anyMatch(type.getName()::startsWith)),
                            DescribedPredicate.alwaysTrue())
                    .check(all.that(in(module)));
        }
    }

    /** The classes that see what sees the rest of their packages. */
    private static final Set<String> ASSEMBLERS =
            Set.of("io.tako.transport.TakoServer", "io.tako.transport.http.HttpTransport");

    @Test
    void everyPackageIsNullMarked() {
        check(
                classes()
                        .should()
                        .resideInAnyPackage(
                                all.stream()
                                        .map(JavaClass::getPackage)
                                        .filter(one -> one.isAnnotatedWith(NullMarked.class))
                                        .map(one -> one.getName())
                                        .distinct()
                                        .toArray(String[]::new))
                        .as("every package should be @NullMarked"));
    }

    @Test
    void autoConfigurationsArePublicAndFinalWithoutPublicMembers() {
        DescribedPredicate<JavaClass> autoConfiguration =
                describe(
                        "are auto-configurations",
                        type ->
                                type.isAnnotatedWith(
                                        "org.springframework.boot.autoconfigure.AutoConfiguration"));
        check(
                classes()
                        .that(autoConfiguration)
                        .should()
                        .bePublic()
                        .andShould()
                        .haveModifier(JavaModifier.FINAL)
                        .andShould()
                        .haveSimpleNameEndingWith("AutoConfiguration"));
        for (JavaClass type : all.that(autoConfiguration)) {
            assertThat(type.getMethods())
                    .noneMatch(method -> method.getModifiers().contains(JavaModifier.PUBLIC));
        }
    }

    @Test
    void http1OffersItsProtocolAlone() {
        check(
                classes()
                        .that()
                        .resideInAPackage("io.tako.transport.http.v1")
                        .and()
                        .areTopLevelClasses()
                        .and()
                        .arePublic()
                        .should()
                        .haveSimpleName("Http1Protocol"));
    }

    @Test
    void lettersChangeTheirCaseByLocaleRoot() {
        check(
                classes()
                        .should(never(callMethod(String.class, "toLowerCase")))
                        .andShould(never(callMethod(String.class, "toUpperCase"))));
    }

    @Test
    void nothingPrintsOrLogsPastSlf4j() {
        check(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
        check(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(all);
    }

    private static DescribedPredicate<JavaClass> in(String... modules) {
        List<String> names = List.of(modules);
        return describe("are of " + names, type -> names.contains(module(type)));
    }

    private static DescribedPredicate<JavaClass> notIn(Set<String> modules) {
        return describe("are not of " + modules, type -> !modules.contains(module(type)));
    }

    private static final Pattern MODULE = Pattern.compile("/([^/]+)/target/classes/");

    /** The module a class was read from; empty for the classes of others. */
    private static String module(JavaClass type) {
        return type.getSource()
                .map(source -> MODULE.matcher(source.getUri().toString()))
                .filter(match -> match.find())
                .map(match -> match.group(1))
                .orElse("");
    }

    private static Path directory(String module) throws IOException {
        return modules().stream()
                .filter(path -> path.endsWith(module))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no module called " + module));
    }

    private static List<Path> modules() throws IOException {
        return Pattern.compile("<module>(.+?)</module>")
                .matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .map(found -> Path.of("..").resolve(found.group(1)))
                .toList();
    }
}
