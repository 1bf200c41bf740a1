package io.tako.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.routing.Routes;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;

@ExtendWith(OutputCaptureExtension.class)
class StartupRefusalTest {

    private static final String SHARED_BLOCK = block("tako-spring-boot-starter");
    private static final String PER_CORE_BLOCK = block("tako-spring-boot-starter-per-core");

    @Test
    void bothRuntimesAreRefusedWithTheBlocksToRemove(CapturedOutput output) {
        refused(getClass().getClassLoader());
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Both Tako runtimes are on the class path")
                .contains("shared, from io.tako:tako-spring-boot-starter,")
                .contains("per-core, from io.tako:tako-spring-boot-starter-per-core.")
                .containsSubsequence(
                        "To run on shared, remove this dependency.",
                        PER_CORE_BLOCK,
                        "implementation(\"io.tako:tako-spring-boot-starter-per-core:",
                        "To run on per-core, remove this dependency.",
                        SHARED_BLOCK,
                        "implementation(\"io.tako:tako-spring-boot-starter:");
    }

    @Test
    void bothRuntimesWithAPropertyNameTheOneToRemove(CapturedOutput output) {
        refused(getClass().getClassLoader(), "tako.runtime=per-core");
        assertThat(output)
                .contains("tako.runtime is per-core, so remove this dependency.")
                .contains(SHARED_BLOCK)
                .doesNotContain(PER_CORE_BLOCK);
    }

    @Test
    void propertyAgainstTheStarterIsRefusedWithTheBlockToChangeTo(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "tako.runtime=per-core");
        assertThat(output)
                .contains(
                        "tako.runtime is per-core, but the runtime on the class path is shared,"
                                + " from io.tako:tako-spring-boot-starter.")
                .contains("change the dependency io.tako:tako-spring-boot-starter to this one")
                .contains(PER_CORE_BLOCK)
                .contains("set tako.runtime=shared or leave it out")
                .doesNotContain(SHARED_BLOCK);
    }

    @Test
    void sharedPropertyAgainstThePerCoreStarterIsRefusedToo(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.PER_CORE), "tako.runtime=shared");
        assertThat(output)
                .contains("tako.runtime is shared, but the runtime on the class path is per-core")
                .contains(SHARED_BLOCK)
                .doesNotContain(PER_CORE_BLOCK);
    }

    @Test
    void noRuntimeIsRefusedWithTheBlockToAdd(CapturedOutput output) {
        refused(new FilteredClassLoader(SharedRuntime.class, PerCoreRuntime.class));
        assertThat(output)
                .contains("No Tako runtime is on the class path")
                .containsSubsequence(
                        "To run on shared, add this dependency.",
                        SHARED_BLOCK,
                        "To run on per-core, add this one instead.",
                        PER_CORE_BLOCK);
    }

    @Test
    void noRuntimeWithAPropertyNamesTheOneToAdd(CapturedOutput output) {
        refused(
                new FilteredClassLoader(SharedRuntime.class, PerCoreRuntime.class),
                "tako.runtime=shared");
        assertThat(output)
                .contains("tako.runtime is shared, so add this dependency.")
                .contains(SHARED_BLOCK)
                .doesNotContain(PER_CORE_BLOCK);
    }

    @Test
    void unknownRuntimeIsRefusedWithTheAcceptedValues(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "tako.runtime=tokio");
        assertThat(output).contains("tako.runtime").contains("tokio").contains("PER_CORE");
    }

    @Test
    void pinningTheSharedRuntimeIsRefusedByProperty(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "tako.pin=true");
        assertThat(output)
                .contains("Property: tako.pin")
                .contains("Value: \"true\"")
                .contains("Reason: the shared runtime does not pin its loops.")
                .contains("Remove tako.pin, or use the per-core runtime.");
    }

    @Test
    void aBundleThatIsNotThereIsRefusedByProperty(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "server.ssl.bundle=site");
        assertThat(output)
                .contains("Property: server.ssl.bundle")
                .contains("Value: \"site\"")
                .contains("SSL bundle name 'site' cannot be found")
                .contains("set server.ssl.enabled=false");
    }

    @Test
    void compressedTypeThatIsNoneIsRefusedByProperty(CapturedOutput output) {
        refused(
                Contexts.only(RuntimeKind.SHARED),
                "server.compression.enabled=true",
                "server.compression.mime-types=text/html,json");
        assertThat(output)
                .contains("Property: server.compression.mime-types")
                .contains("Value: \"json\"")
                .contains("Name types such as text/html");
    }

    @Test
    void negativeSizeOfCompressedResponsesIsRefusedByProperty(CapturedOutput output) {
        refused(
                Contexts.only(RuntimeKind.SHARED),
                "server.compression.enabled=true",
                "server.compression.min-response-size=-1B");
        assertThat(output)
                .contains("Property: server.compression.min-response-size")
                .contains("Value: \"-1B\"")
                .contains("Set it to 0");
    }

    @Test
    void nativeForwardedHeadersAreRefusedUntilProxiesAreNamed(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "server.forward-headers-strategy=native");
        assertThat(output)
                .contains("Property: server.forward-headers-strategy")
                .contains("Value: \"native\"")
                .contains("Name the proxies in tako.trusted-proxies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "required"})
    void aProxyHeaderFromNobodyIsRefused(String mode, CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "tako.proxy-protocol=" + mode);
        assertThat(output)
                .contains("Property: tako.proxy-protocol")
                .contains("Value: \"" + mode + "\"")
                .contains("Name the balancers in tako.proxy.trusted");
    }

    @Test
    void aProxyHeaderFromNobodyIsRefusedOnANamedListener(CapturedOutput output) {
        refused(
                Contexts.only(RuntimeKind.SHARED),
                "tako.listeners.edge.port=0",
                "tako.listeners.edge.proxy-protocol=accept");
        assertThat(output)
                .contains("Property: tako.listeners.edge.proxy-protocol")
                .contains("Value: \"accept\"")
                .contains("Name the balancers in tako.listeners.edge.proxy.trusted");
    }

    @Test
    void badBlockOfAFilterIsRefusedWhereItWasWritten(CapturedOutput output) {
        refused(
                Contexts.only(RuntimeKind.SHARED),
                "tako.filter.deny[0]=10.0.0.0/8",
                "tako.filter.deny[1]=everybody");
        assertThat(output)
                .contains("'everybody'")
                .contains("tako.filter.deny[1]")
                .contains("CIDR block");
    }

    @Test
    void aBurstWithoutARateIsRefused(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "tako.filter.accept-burst=5");
        assertThat(output)
                .contains("Property: tako.filter.accept-burst")
                .contains("Set tako.filter.accept-rate too");
    }

    @Test
    void serverHeaderIsRefusedInFavourOfMiddleware(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "server.server-header=shop");
        assertThat(output)
                .contains("Property: server.server-header")
                .contains("Value: \"shop\"")
                .contains("set the field in a Middleware bean");
    }

    @Test
    void badProxyBlockIsRefusedWhereItWasWritten(CapturedOutput output) {
        refused(
                Contexts.only(RuntimeKind.SHARED),
                "tako.trusted-proxies[0]=10.0.0.0/8",
                "tako.trusted-proxies[1]=10.0.0.0/33");
        assertThat(output)
                .contains("'10.0.0.0/33'")
                .contains("tako.trusted-proxies[1]")
                .contains("CIDR block");
    }

    @Test
    void badProxyBlockInOneLineIsRefusedByTheNameOfTheList(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "tako.trusted-proxies=10.0.0.0/8,proxy.example");
        assertThat(output).contains("APPLICATION FAILED TO START").contains("tako.trusted-proxies");
    }

    @Test
    void shortCookieSecretIsRefusedAndNotPrinted(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "tako.cookies.secrets=too-short-to-be-one");
        assertThat(output)
                .contains("Property: tako.cookies.secrets")
                .contains("at least 32 random bytes")
                .doesNotContain("too-short-to-be-one");
    }

    @Test
    void limitOutOfBoundsIsRefusedByProperty(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "tako.limits.request-line=3B");
        assertThat(output).contains("tako.limits.request-line").contains("at least 64 bytes");
    }

    @Test
    void aDrainDelayThatLeavesNoTimeToDrainIsRefused(CapturedOutput output) {
        refused(
                Contexts.only(RuntimeKind.SHARED),
                "tako.drain.delay=20s",
                "spring.lifecycle.timeout-per-shutdown-phase=10s");
        assertThat(output)
                .contains("tako.drain.delay")
                .contains("spring.lifecycle.timeout-per-shutdown-phase (10 s)");
    }

    @Test
    void invalidRouteIsRefusedInTheRoutersWords(CapturedOutput output) {
        refusedFor(InvalidRoute.class, Contexts.only(RuntimeKind.SHARED));
        assertThat(output)
                .contains("A router cannot be built.")
                .contains("no-slash")
                .contains("Change the named routes in the Routes beans");
    }

    @Test
    void aServletApplicationIsRefusedWithTheTwoWaysOut(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.SHARED), "spring.main.web-application-type=servlet");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("the application is of type SERVLET")
                .contains("Tako serves applications of type REACTIVE")
                .contains("set spring.main.web-application-type=reactive or leave it out")
                .containsSubsequence(
                        "To stay a servlet application, remove this dependency.", SHARED_BLOCK)
                .doesNotContain(PER_CORE_BLOCK);
    }

    @Test
    void aServletApplicationOnThePerCoreStarterIsRefusedToo(CapturedOutput output) {
        refused(Contexts.only(RuntimeKind.PER_CORE), "spring.main.web-application-type=servlet");
        assertThat(output)
                .contains("the application is of type SERVLET")
                .contains(PER_CORE_BLOCK)
                .doesNotContain(SHARED_BLOCK);
    }

    @Test
    void anApplicationWithoutAWebServerIsNotRefused() {
        SpringApplication application =
                new SpringApplication(
                        new DefaultResourceLoader(Contexts.only(RuntimeKind.SHARED)),
                        Application.class);
        try (var context = application.run("--spring.main.web-application-type=none")) {
            assertThat(context.getBeanNamesForType(TakoReactiveWebServerFactory.class)).isEmpty();
        }
    }

    private static void refused(ClassLoader loader, String... properties) {
        refusedFor(Application.class, loader, properties);
    }

    private static void refusedFor(Class<?> source, ClassLoader loader, String... properties) {
        SpringApplication application =
                new SpringApplication(new DefaultResourceLoader(loader), source);
        String[] arguments =
                Stream.concat(Stream.of("server.port=0", "tako.loops=1"), Arrays.stream(properties))
                        .map(property -> "--" + property)
                        .toArray(String[]::new);
        assertThatThrownBy(() -> application.run(arguments).close())
                .isInstanceOf(RuntimeException.class);
    }

    private static String block(String artifact) {
        return """
            <dependency>
                <groupId>io.tako</groupId>
                <artifactId>%s</artifactId>
        """
                .formatted(artifact);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @Import(Application.class)
    static class InvalidRoute {

        @Bean
        Routes broken() {
            return routes -> routes.get("no-slash", request -> null);
        }
    }
}
