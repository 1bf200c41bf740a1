package com.example.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/** What Spring Boot's build plugins do ahead of time, done with the program of the README. */
final class AotTest {

    private static final String PROGRAM = "com.example.demo.DemoApplication";
    private static final Pattern STARTED = Pattern.compile("Tako started on port (\\d+)");
    private static final long PATIENCE_SECONDS = 120;

    private final String java = ProcessHandle.current().info().command().orElseThrow();
    private final String classPath = System.getProperty("java.class.path");

    @Test
    void theProgramOfTheReadmeRunsAsItWasProcessedAheadOfTime(@TempDir Path directory)
            throws Exception {
        Path sources = directory.resolve("sources");
        Path classes = directory.resolve("classes");
        Path output = directory.resolve("process.log");
        Process processing =
                start(
                        output,
                        classPath,
                        SpringApplicationAotProcessor.class.getName(),
                        PROGRAM,
                        sources.toString(),
                        classes.toString(),
                        classes.toString(),
                        "com.example",
                        "demo");
        boolean ended = processing.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        processing.destroyForcibly();
        assertThat(ended && processing.exitValue() == 0).as(Files.readString(output)).isTrue();
        compile(sources, classes);
        assertThat(answer(directory.resolve("run.log"), classes)).isEqualTo("Hello, Ada!");
    }

    private String answer(Path output, Path classes) throws Exception {
        Process running =
                start(
                        output,
                        with(classes),
                        "-Dspring.aot.enabled=true",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        PROGRAM,
                        "--server.port=0",
                        "--tako.loops=1");
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://localhost:" + port(running, output) + "/hello/Ada");
            assertThat(Files.readString(output)).contains("AOT-processed");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        } finally {
            running.destroyForcibly().waitFor();
        }
    }

    private String with(Path classes) {
        return classes + File.pathSeparator + classPath;
    }

    private static int port(Process running, Path output) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end && running.isAlive()) {
            Matcher started = STARTED.matcher(Files.readString(output));
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
            Thread.sleep(20);
        }
        throw new AssertionError("it did not start: " + Files.readString(output));
    }

    private Process start(Path output, String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java, "-Xmx256m", "-cp", classPath));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private void compile(Path sources, Path classes) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of("-proc:none", "-d", classes.toString(), "-cp", with(classes)));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .forEach(arguments::add);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    }
}
