package io.tako.contracts.drain;

import io.tako.contracts.peers.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server as a process, asked to end as a platform would: by {@code SIGTERM}. */
final class ServerProcess {

    private static final int START_SECONDS = 120;
    private static final int START_PATIENCE_MILLIS = 5_000;
    private static final int END_SECONDS = 60;

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Returns once the server answers. */
    static ServerProcess start(Target target, Door door, Path output) throws IOException {
        Process process =
                new ProcessBuilder(target.command().on(door.port()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start();
        ServerProcess server = new ServerProcess(process, output);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers(target, door)) {
            if (!process.isAlive() || System.nanoTime() - end >= 0) {
                server.kill();
                throw new IOException("the server did not start: " + Files.readString(output));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return server;
    }

    private static boolean answers(Target target, Door door) {
        try (RawClient client = door.client(START_PATIENCE_MILLIS)) {
            String get =
                    "GET " + target.get() + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
            return client.send(get).reply().status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Asks it to end and returns how long that took. */
    Duration end() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new IOException("the server did not end: " + Files.readString(output));
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    void kill() {
        process.destroyForcibly();
    }
}
