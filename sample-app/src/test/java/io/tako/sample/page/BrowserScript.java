package io.tako.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    private final ProcessBuilder node;
    private final String name;

    private BrowserScript(String name, List<String> command) {
        this.name = name;
        this.node = process(command);
    }

    /**
     * @param origin where the collector is
     * @param protocol what the browser is to speak to it, as ALPN names it
     */
    static BrowserScript of(String name, String origin, String protocol) {
        return new BrowserScript(name, List.of("node", name, origin, protocol));
    }

    /** With a certificate to be believed by the script; the browser believes any. */
    BrowserScript trusting(Path certificate) {
        node.environment().put("NODE_EXTRA_CA_CERTS", certificate.toString());
        return this;
    }

    /** Runs to the end, or fails with all that the script said. */
    void run(Consumer<String> wishes) throws Exception {
        install();
        Process running = node.start();
        Thread limit = Thread.ofVirtual().start(() -> endAfterAll(running));
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = running.inputReader(StandardCharsets.UTF_8);
                PrintWriter answers =
                        new PrintWriter(running.outputWriter(StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                said.append(line).append('\n');
                if (line.startsWith(ASK)) {
                    wishes.accept(line.substring(ASK.length()));
                    answers.println("done");
                    answers.flush();
                }
                line = lines.readLine();
            }
            assertThat(running.waitFor()).as("%s said:%n%s", name, said).isZero();
        } finally {
            limit.interrupt();
            end(running);
        }
    }

    /** Copies the scripts, and installs what package-lock.json names, once. */
    private static synchronized void install() throws Exception {
        Files.createDirectories(WORK);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Path copy = WORK.resolve(file.getFileName());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path lock = SOURCES.resolve("package-lock.json");
        Path installed = WORK.resolve("installed.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
            return;
        }
        Process npm =
                process(
                                List.of(
                                        "npm",
                                        "ci",
                                        "--prefer-offline",
                                        "--no-audit",
                                        "--no-fund",
                                        "--fetch-retries=5"))
                        .start();
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(npm.waitFor()).as("npm ci said:%n%s", said).isZero();
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ProcessBuilder process(List<String> command) {
        return new ProcessBuilder(command).directory(WORK.toFile()).redirectErrorStream(true);
    }

    /** A browser that hangs must not hold the build for ever. */
    private static void endAfterAll(Process running) {
        try {
            running.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return;
        }
        end(running);
    }

    private static void end(Process running) {
        running.descendants().forEach(ProcessHandle::destroyForcibly);
        running.destroyForcibly();
    }
}
