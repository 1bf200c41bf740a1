package io.tako.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the test class path in a JVM with other flags. */
public final class ChildJvm {

    /** What the child printed, and its exit code. */
    public record Result(int exit, String output) {}

    private ChildJvm() {}

    public static Result run(Class<?> main, String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("-Xmx128m");
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Path output = Files.createTempFile("child", ".log");
        try {
            Process child =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!child.waitFor(60, TimeUnit.SECONDS)) {
                child.destroyForcibly().waitFor();
                throw new AssertionError("the child did not end: " + Files.readString(output));
            }
            return new Result(child.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
