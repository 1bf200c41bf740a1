package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.machine.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application that spring-boot-devtools restarts in its JVM: the old context gives the port
 * back, and a new one, of classes that are loaded anew, serves it.
 */
final class DevtoolsRestartTest {

    /** Kept off the class path of the other tests, which it would have wait for changes. */
    private static final Path DEVTOOLS = Path.of("target/devtools/spring-boot-devtools.jar");

    private static final int RESTARTS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"shared", "per-core"})
    void everyChangeIsServedOnTheSamePort(
            String runtime, @TempDir Path sources, @TempDir Path output) throws Exception {
        int port = FreePort.tcp();
        File log = output.resolve("log").toFile();
        Process application = start(runtime, port, sources, log);
        try (HttpClient client = HttpClient.newHttpClient()) {
            String seen = answer(client, port, "", log);
            for (int i = 0; i < RESTARTS; i++) {
                Files.writeString(sources.resolve("change" + i), "");
                seen = answer(client, port, seen, log);
                assertThat(seen).contains("RestartClassLoader@").endsWith(", drain 1s");
            }
        } finally {
            application.destroy();
        }
        assertThat(application.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log.toPath()))
                .contains(runtime + " runtime: ")
                .doesNotContain("ERROR", "LEAK");
    }

    private static Process start(String runtime, int port, Path sources, File log)
            throws IOException {
        String other = runtime.equals("shared") ? "tako-runtime-per-core" : "tako-runtime-shared";
        String classPath =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.contains(other))
                        .filter(entry -> !new File(entry).getName().contains("security"))
                        .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath + File.pathSeparator + DEVTOOLS,
                                RestartedApplication.class.getName(),
                                "--server.address=127.0.0.1",
                                "--server.port=" + port,
                                "--tako.loops=2",
                                "--spring.devtools.livereload.enabled=false",
                                "--spring.devtools.restart.additional-paths=" + sources,
                                "--spring.devtools.restart.poll-interval=200ms",
                                "--spring.devtools.restart.quiet-period=100ms"))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    /** What a start says that is not the one seen before. */
    private static String answer(HttpClient client, int port, String before, File log)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/start");
        for (int i = 0; i < 6000; i++) {
            try {
                String answer =
                        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                                .body();
                if (!answer.equals(before)) {
                    return answer;
                }
            } catch (IOException between) {
                // Nobody listens while the application restarts.
            }
            Thread.sleep(50);
        }
        throw new AssertionError(
                "no other start than \"" + before + "\": " + Files.readString(log.toPath()));
    }
}
