package io.tako.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page as people see it with the profile tls: over HTTP/2, where the browser opens its
 * WebSocket as a stream of the one connection (RFC 8441).
 */
final class TlsPageInBrowserTest {

    private static final String PROTOCOL = "h2";

    @TempDir private Path certificates;
    private RunningCollector collector;

    @BeforeEach
    void start() throws Exception {
        Process script =
                new ProcessBuilder("./development-certificate", certificates.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isZero();
        collector =
                new RunningCollector(
                        "--spring.profiles.active=tls",
                        "--spring.ssl.bundle.jks.development.keystore.location="
                                + certificates.resolve("development.p12").toUri());
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void theChartAdvancesWithEveryPoint() throws Exception {
        run("chart.mjs");
    }

    @Test
    void theOtherTabShowsPointsOfASubscription() throws Exception {
        run("points.mjs");
    }

    @Test
    void aServerThatComesBackIsFollowedWithoutLoss() throws Exception {
        run("restart.mjs");
    }

    private void run(String script) throws Exception {
        BrowserScript.of(script, collector.origin("https"), PROTOCOL)
                .trusting(certificates.resolve("development.pem"))
                .run(collector::does);
    }
}
