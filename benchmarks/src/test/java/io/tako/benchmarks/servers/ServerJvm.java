package io.tako.benchmarks.servers;

import io.tako.benchmarks.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own, with the class path and the flags it is measured with, but compiled
 * in less time.
 */
final class ServerJvm implements RunningServer {

    private static final String READY = "READY ";
    private static final int END_SECONDS = 60;

    private final Process process;
    private final int port;
    private final Optional<Path> socket;

    private ServerJvm(Process process) throws IOException {
        this.process = process;
        List<String> ready = readReady(process.inputReader());
        port = Integer.parseInt(ready.getFirst());
        socket = ready.stream().skip(1).map(Path::of).findFirst();
    }

    static RunningServer start(Servers which, Protocol protocol, String wholeClassPath)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(which.flags());
        command.addAll(
                List.of(
                        "-XX:ActiveProcessorCount=1",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", which.classPath(wholeClassPath)));
        command.addAll(List.of(Main.class.getName(), which.label(), protocol.label(), "0"));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            return new ServerJvm(process);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The end of the output, should the server not start, ends the wait as well. */
    private static List<String> readReady(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return List.of(line.substring(READY.length()).split(" "));
            }
        }
        throw new IOException("the server ended without being ready");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Optional<Path> socket() {
        return socket;
    }

    /** The end of its input ends the server. */
    @Override
    public void close() {
        try {
            process.outputWriter().close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("the server did not end by itself: " + process);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
