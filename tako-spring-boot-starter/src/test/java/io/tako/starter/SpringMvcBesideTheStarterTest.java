package io.tako.starter;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.autoconfigure.TakoReactiveWebServerFactory;
import io.tako.routing.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/** Both starters, as an application would have them: this one, and Spring MVC with Tomcat. */
@ExtendWith(OutputCaptureExtension.class)
final class SpringMvcBesideTheStarterTest {

    @Test
    void theApplicationIsRefusedWithTheDependencyToRemove(CapturedOutput output) {
        assertThatThrownBy(() -> SpringApplication.run(Application.class, "--server.port=0"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("the application is of type SERVLET: Spring MVC is there, too")
                .contains("remove org.springframework.boot:spring-boot-starter-webmvc")
                .contains("or set spring.main.web-application-type=reactive if both are wanted")
                .containsSubsequence(
                        "To stay a servlet application, remove this dependency.",
                        "<artifactId>tako-spring-boot-starter</artifactId>")
                .doesNotContain("Tomcat started");
    }

    @Test
    void theApplicationIsServedByTakoIfItSaysThatItIsReactive() {
        try (var context =
                SpringApplication.run(
                        Application.class,
                        "--spring.main.web-application-type=reactive",
                        "--server.port=0",
                        "--server.address=127.0.0.1")) {
            assertThat(context.getBeanNamesForType(TakoReactiveWebServerFactory.class)).hasSize(1);
            String port = context.getEnvironment().getProperty("local.server.port");
            assertThat(
                            RestClient.create("http://127.0.0.1:" + port)
                                    .get()
                                    .uri("/")
                                    .retrieve()
                                    .body(String.class))
                    .isEqualTo("Hello");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes hello() {
            return routes -> routes.get("/", handle(() -> "Hello"));
        }
    }
}
