package io.tako.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.RouterSettings;
import io.tako.routing.Router;
import io.tako.routing.Routes;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.shared.SharedRuntime;
import io.tako.transport.HttpService;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class TakoAutoConfigurationTest {

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void starterOnTheClassPathChoosesTheRuntime(RuntimeKind kind) {
        Contexts.serving(kind)
                .run(c -> assertThat(c.getBean(TakoRuntime.class).kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void propertyThatAgreesWithTheStarterStarts(RuntimeKind kind) {
        Contexts.serving(kind)
                .withPropertyValues("tako.runtime=" + kind.displayName())
                .run(c -> assertThat(c).hasNotFailed());
    }

    @Test
    void runtimeEndsWithItsContext() {
        Contexts.serving(RuntimeKind.SHARED)
                .run(
                        c -> {
                            TakoRuntime runtime = c.getBean(TakoRuntime.class);
                            c.close();
                            assertThat(runtime.cores())
                                    .allMatch(core -> core.eventLoop().isTerminated());
                        });
    }

    @Test
    void applicationWithoutAReactiveWebIsLeftAlone() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                TakoSettingsAutoConfiguration.class,
                                TakoRuntimeAutoConfiguration.class,
                                TakoRouterAutoConfiguration.class,
                                TakoReactiveWebServerAutoConfiguration.class,
                                TakoHttpHandlerAutoConfiguration.class))
                .run(
                        c ->
                                assertThat(c)
                                        .doesNotHaveBean(TakoRuntime.class)
                                        .doesNotHaveBean(Router.class)
                                        .doesNotHaveBean(ReactiveWebServerFactory.class)
                                        .doesNotHaveBean(HttpHandler.class));
    }

    @Test
    void applicationWithTheStarterAloneIsReactive() {
        assertThat(WebApplicationType.deduce()).isEqualTo(WebApplicationType.REACTIVE);
    }

    @Test
    void runtimeOfTheApplicationReplacesOurs() {
        Contexts.serving(RuntimeKind.PER_CORE)
                .withUserConfiguration(OwnRuntime.class)
                .run(c -> assertThat(c).getBean(TakoRuntime.class).isSameAs(c.getBean("own")));
    }

    @Test
    void routerOfTheApplicationReplacesOurs() {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(OwnRouter.class)
                .run(
                        c -> {
                            assertThat(c).getBean(Router.class).isSameAs(c.getBean("own"));
                            assertThat(c.getBean(Routers.class).byName())
                                    .containsExactly(Map.entry("main", c.getBean(Router.class)));
                        });
    }

    @Test
    void routerSettingsOfTheApplicationReplaceOurs() {
        RouterSettings own = RouterSettings.defaults();
        Contexts.serving(RuntimeKind.SHARED)
                .withBean("own", RouterSettings.class, () -> own)
                .run(c -> assertThat(c).getBean(RouterSettings.class).isSameAs(own));
    }

    @Test
    void serverFactoryOfTheApplicationReplacesOurs() {
        Contexts.serving(RuntimeKind.SHARED)
                .withBean("own", ReactiveWebServerFactory.class, () -> handler -> new NoWebServer())
                .withBean(HttpHandler.class, () -> (request, response) -> Mono.empty())
                .run(
                        c ->
                                assertThat(c)
                                        .doesNotHaveBean(TakoReactiveWebServerFactory.class)
                                        .doesNotHaveBean(NotFoundHttpHandler.class));
    }

    @Test
    void routerSettingsAreMadeOfTheApplicationsBeans() {
        ConversionService conversions = new DefaultFormattingConversionService();
        Contexts.serving(RuntimeKind.SHARED)
                .withBean("conversionService", ConversionService.class, () -> conversions)
                .withBean(
                        "webFluxConversionService",
                        ConversionService.class,
                        DefaultFormattingConversionService::new)
                .run(
                        c -> {
                            RouterSettings settings = c.getBean(RouterSettings.class);
                            assertThat(settings.json()).isSameAs(c.getBean(JsonMapper.class));
                            assertThat(settings.validator()).isSameAs(c.getBean(Validator.class));
                            assertThat(settings.conversions()).isSameAs(conversions);
                        });
    }

    @Test
    void ofTwoMappersOneMustBePrimary() {
        JsonMapper snake = JsonMapper.builder().build();
        Contexts.serving(RuntimeKind.SHARED)
                .withBean("one", JsonMapper.class, () -> snake)
                .withBean("two", JsonMapper.class, () -> JsonMapper.builder().build())
                .run(
                        c ->
                                assertThat(c.getStartupFailure())
                                        .rootCause()
                                        .isInstanceOf(NoUniqueBeanDefinitionException.class)
                                        .hasMessageContaining("one")
                                        .hasMessageContaining("two"));
        Contexts.serving(RuntimeKind.SHARED)
                .withBean(
                        "one",
                        JsonMapper.class,
                        () -> snake,
                        definition -> definition.setPrimary(true))
                .withBean("two", JsonMapper.class, () -> JsonMapper.builder().build())
                .run(c -> assertThat(c.getBean(RouterSettings.class).json()).isSameAs(snake));
    }

    @Test
    void routesAreAskedInTheirOrder() {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(OrderedRoutes.class)
                .run(
                        c ->
                                assertThat(c.getBean(OrderedRoutes.class).asked)
                                        .containsExactly("first", "second"));
    }

    @Test
    void routesOfAnotherRouterStayOutOfMain(CapturedOutput output) {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(TwoRouters.class)
                .run(
                        c -> {
                            Map<String, Router> routers = c.getBean(Routers.class).byName();
                            assertThat(routers).containsOnlyKeys("main", "admin");
                            assertThat(routers.get("main")).isSameAs(c.getBean(Router.class));
                            assertThat(routers.get("admin")).isNotSameAs(routers.get("main"));
                            assertThat(output)
                                    .contains("Router \"admin\" has routes, but no listener");
                        });
    }

    @Test
    void applicationWithoutWebFluxIsNotWarned(CapturedOutput output) {
        Contexts.serving(RuntimeKind.SHARED)
                .run(
                        c -> {
                            assertThat(c).hasSingleBean(HttpHandler.class);
                            assertThat(c).hasSingleBean(NotFoundHttpHandler.class);
                            assertThat(output).doesNotContain("WebFlux handlers are not served");
                        });
    }

    @Test
    void routesAloneAreReachedAtOnce() {
        Contexts.serving(RuntimeKind.SHARED)
                .run(
                        c -> {
                            HttpService main = main(c);
                            assertThat(main.handler()).isNull();
                            assertThat(main.handlerFirst()).isFalse();
                        });
    }

    @Test
    void routesAreReachedAtOnceBesideWebFluxToo() {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(WebFlux.class)
                .run(
                        c -> {
                            HttpService main = main(c);
                            assertThat(main.handler()).isNotNull();
                            assertThat(main.handlerFirst()).isFalse();
                        });
    }

    @Test
    void filtersAndHandlersThatCannotBeLookedIntoComeFirst() {
        Contexts.serving(RuntimeKind.SHARED)
                .withBean(WebFilter.class, () -> (exchange, chain) -> chain.filter(exchange))
                .run(c -> assertThat(main(c).handlerFirst()).isTrue());
        Contexts.serving(RuntimeKind.SHARED)
                .withBean(HttpHandler.class, () -> (request, response) -> Mono.empty())
                .run(c -> assertThat(main(c).handlerFirst()).isTrue());
    }

    /** As the server asks, which is given a handler in front of the one there is. */
    private static HttpService main(ApplicationContext context) {
        HttpHandler late = (request, response) -> Mono.empty();
        return Objects.requireNonNull(HttpServices.of(context, late).get("main"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRuntime {

        @Bean(destroyMethod = "close")
        TakoRuntime own() {
            return SharedRuntime.open(RuntimeConfig.defaults().withLoops(1));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRouter {

        @Bean
        Router own(RouterSettings settings) {
            return Router.builder(settings).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OrderedRoutes {

        final List<String> asked = new ArrayList<>();

        @Bean
        @Order(2)
        Routes second() {
            return routes -> asked.add("second");
        }

        @Bean
        @Order(1)
        Routes first() {
            return routes -> asked.add("first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoRouters {

        @Bean
        Routes publicRoutes() {
            return routes -> routes.get("/", request -> null);
        }

        @Bean
        Routes adminRoutes() {
            return Routes.named("admin", routes -> routes.get("/", request -> null));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WebFlux {

        @Bean
        HttpHandler fluxHandler() {
            return WebHttpHandlerBuilder.webHandler(exchange -> Mono.empty()).build();
        }
    }

    private static final class NoWebServer implements WebServer {

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public int getPort() {
            return -1;
        }
    }
}
