package io.tako.conformance;

import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sockets of systemd-socket-activate, which becomes the server when somebody comes to them. */
final class Activated implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final Path output;

    private Activated(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Returns once the sockets are open, before anybody serves them.
     *
     * @param names what the sockets are called, in their order
     * @param options of systemd-socket-activate: which sockets there are
     */
    static Activated open(Path directory, RuntimeKind kind, String names, List<String> options)
            throws IOException {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>();
        command.add("systemd-socket-activate");
        command.addAll(options);
        command.add("--fdname=" + names);
        command.addAll(
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ActivatedServer.class.getName(),
                        kind.name()));
        Activated activated = new Activated(process(command, output), output);
        long end = System.nanoTime() + PATIENCE;
        int sockets = names.split(":").length;
        while (Files.readString(output).split("Listening on ", -1).length <= sockets) {
            if (!activated.process.isAlive() || System.nanoTime() - end > 0) {
                activated.process.destroyForcibly();
                throw new IOException("no sockets: " + Files.readString(output));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return activated;
    }

    private static Process process(List<String> command, Path output) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "systemd-socket-activate cannot be started; install the package systemd", e);
        }
    }

    /** The process, which stays the same when it becomes the server. */
    long pid() {
        return process.pid();
    }

    /** What was printed so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Asks it to end, and returns whether it has. */
    boolean end() throws InterruptedException {
        process.destroy();
        return process.waitFor(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
