package io.tako.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** HAProxy with a configuration, until it is closed. One that is missing fails the test. */
final class Haproxy implements AutoCloseable {

    private static final int ATTEMPTS = 3000;

    private final Process process;
    private final Path said;

    private Haproxy(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Starts it and waits until it listens on the port. */
    static Haproxy start(Path directory, String configuration, int port) throws IOException {
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), configuration);
        Path said = directory.resolve("haproxy.log");
        Process process;
        try {
            process =
                    new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
        } catch (IOException e) {
            throw new AssertionError("haproxy cannot be started; install the package haproxy", e);
        }
        Haproxy haproxy = new Haproxy(process, said);
        haproxy.awaitPort(port);
        return haproxy;
    }

    private void awaitPort(int port) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            if (!process.isAlive()) {
                throw new AssertionError("haproxy ended: " + Files.readString(said));
            }
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        close();
        throw new AssertionError("haproxy does not listen: " + Files.readString(said));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
