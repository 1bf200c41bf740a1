package io.tako.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A script of {@code src/test/browser}, run by Node.js: it drives headless Chromium with
 * playwright-core and ends with 0 if all is as it should be. A line {@code ask: ...} of it is a
 * wish, and it waits until that is done.
 */
final class BrowserScript {

    private static final Path SOURCES = Path.of("src/test/browser");
    private static final Path WORK = Path.of("target/browser");
    private static final String ASK = "ask: ";
    private static final long MOST_MINUTES = 10;

    private BrowserScript() {}

    /** Does what a script asks for. */
    @FunctionalInterface
    interface Asked {
        void of(String wish) throws Exception;
    }

    static void run(String script, Asked asked, String... arguments) throws Exception {
        prepare();
        Process node =
                start(Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList());
        Thread limit = Thread.ofVirtual().start(() -> endAfterAll(node));
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8);
                PrintWriter answers = new PrintWriter(node.outputWriter(StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                said.append(line).append('\n');
                if (line.startsWith(ASK)) {
                    asked.of(line.substring(ASK.length()));
                    answers.println("done");
                    answers.flush();
                }
                line = lines.readLine();
            }
            assertThat(node.waitFor()).as("%s said:%n%s", script, said).isZero();
        } finally {
            limit.interrupt();
            end(node);
        }
    }

    /** Installs what package-lock.json names, once. */
    private static synchronized void prepare() throws Exception {
        Path lock = SOURCES.resolve("package-lock.json");
        Path installed = WORK.resolve("installed.json");
        Files.createDirectories(WORK);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Path copy = WORK.resolve(file.getFileName());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
            return;
        }
        Process npm = start(List.of("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"));
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(npm.waitFor()).as("npm ci said:%n%s", said).isZero();
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** A browser that hangs must not hold the build for ever. */
    private static void endAfterAll(Process node) {
        try {
            node.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return;
        }
        end(node);
    }

    private static void end(Process node) {
        node.descendants().forEach(ProcessHandle::destroyForcibly);
        node.destroyForcibly();
    }
}
