package io.tako.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a program to its end and keeps what it printed. One that is missing fails the test. */
final class Command {

    private static final long PATIENCE_MINUTES = 40;

    /** The Debian package each program comes from. */
    private static final Map<String, String> PACKAGES =
            Map.of(
                    "curl", "curl",
                    "nghttp", "nghttp2-client",
                    "h2load", "nghttp2-client",
                    "tar", "tar");

    private Command() {}

    /** Runs a program in a directory that gets its output as {@code stdout} and {@code stderr}. */
    static Result run(Path directory, List<String> words) throws Exception {
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        Process process;
        try {
            process =
                    new ProcessBuilder(words)
                            .directory(directory.toFile())
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
        } catch (IOException e) {
            String program = words.getFirst();
            throw new AssertionError(
                    program
                            + " cannot be started; install the package "
                            + PACKAGES.getOrDefault(program, "that has it"),
                    e);
        }
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new TimeoutException(words + " does not end; it printed " + read(out));
        }
        return new Result(process.exitValue(), Files.readAllBytes(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** What a program left behind. */
    record Result(int exit, byte[] out, String err) {

        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "exit " + exit + "\n" + text() + "\n" + err;
        }
    }
}
