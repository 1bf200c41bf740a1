package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

@Tag("application")
@ExtendWith(OutputCaptureExtension.class)
final class RefusedSettingsTest {

    @Test
    void everyExampleOfThePageDoesNotStart(CapturedOutput output) throws IOException {
        List<List<String>> rows = Guide.table("configuration.md", "Refused");
        assertThat(rows).isNotEmpty();
        for (List<String> row : rows) {
            String setting = row.getFirst();
            int before = output.length();
            assertThatThrownBy(() -> start(setting).close())
                    .as(setting)
                    .isInstanceOf(RuntimeException.class);
            // Any key of TLS is told as server.ssl.enabled, which it turns on.
            String[] key = setting.split("[.=]");
            String group = key[0] + "." + key[1];
            assertThat(output.subSequence(before, output.length()).toString())
                    .as(setting)
                    .contains("APPLICATION FAILED TO START", "Property: " + group);
        }
    }

    @Test
    void theCustomizerOfThePageStarts() {
        try (ConfigurableApplicationContext context = start("tako.io=nio")) {
            Environment environment = context.getEnvironment();
            assertThat(environment.getProperty("local.server.port", int.class)).isPositive();
        }
    }

    private static ConfigurableApplicationContext start(String setting) {
        return SpringApplication.run(
                Application.class, "--server.port=0", "--tako.loops=1", "--" + setting);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(ConfigurationSnippets.class)
    static class Application {}
}
