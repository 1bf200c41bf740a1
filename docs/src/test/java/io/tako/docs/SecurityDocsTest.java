package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;

final class SecurityDocsTest {

    @Test
    void routesOfThePageAreGuardedAsItSays() throws Exception {
        SpringApplication application =
                new SpringApplication(
                        new DefaultResourceLoader(
                                new FilteredClassLoader("io.tako.runtime.percore")),
                        Application.class);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (var context = application.run("--server.port=0", "--server.address=127.0.0.1")) {
            assertThat(get(context, "", "/accounts/mine").statusCode()).isEqualTo(401);
            assertThat(get(context, "ada", "/accounts/mine").body()).isEqualTo("ada");
            assertThat(get(context, "ada", "/accounts/7").statusCode()).isEqualTo(403);
            assertThat(get(context, "root", "/accounts/7").body()).isEqualTo("account 7: 100");
            assertThat(get(context, "root", "/elsewhere").statusCode()).isEqualTo(403);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static HttpResponse<String> get(
            ConfigurableApplicationContext context, String user, String path)
            throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!user.isEmpty()) {
            byte[] pair = (user + ":secret").getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(SecuritySnippets.class)
    static class Application {}
}
