package io.tako.benchmarks;

import com.sun.management.ThreadMXBean;
import io.tako.benchmarks.servers.Identity;
import io.tako.benchmarks.servers.Protocol;
import io.tako.benchmarks.servers.RunningServer;
import io.tako.benchmarks.servers.Servers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs one server: {@code Main <server> <protocol> <port>}; {@code Main --list} prints the servers
 * there are, a line each: name, description, protocols, JVM flags and class path, with tabs
 * between; {@code Main --identity <directory>} writes a certificate and its key as PEM.
 *
 * <p>Prints {@code READY <port>} once bound, with the path of its Unix socket behind it if it has
 * one, then answers lines on standard input: {@code alloc} with {@code alloc <bytes allocated by
 * the JVM so far>}, {@code stop} or the end of the input by ending.
 */
public final class Main {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("--list")) {
            for (Servers server : Servers.values()) {
                System.out.println(listed(server));
            }
        } else if (args.length == 2 && args[0].equals("--identity")) {
            Identity.write(Path.of(args[1]));
        } else if (args.length == 3) {
            Logger.getLogger("").setLevel(Level.WARNING);
            // A server may leave non-daemon threads behind; they have nothing left to do.
            System.exit(run(Servers.named(args[0]), Protocol.named(args[1]), args[2]));
        } else {
            System.err.println(
                    "usage: Main <server> <protocol> <port> | Main --list | Main --identity <dir>");
            System.exit(2);
        }
    }

    private static String listed(Servers server) {
        return String.join(
                "\t",
                server.label(),
                server.description(),
                String.join(",", server.protocols().stream().map(Protocol::label).toList()),
                String.join(" ", server.flags()),
                server.classPath(System.getProperty("java.class.path")));
    }

    private static int run(Servers which, Protocol protocol, String port) {
        try (RunningServer server = which.start(protocol, Integer.parseInt(port))) {
            System.out.println(
                    "READY " + server.port() + server.socket().map(path -> " " + path).orElse(""));
            obey();
            return 0;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    private static void obey() throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            switch (line) {
                case "alloc" -> System.out.println("alloc " + allocatedBytes());
                case "stop" -> {
                    return;
                }
                default -> System.out.println("unknown command: " + line);
            }
        }
    }

    /**
     * What all threads have allocated on the heap so far; a virtual thread's share is its
     * carrier's.
     */
    static long allocatedBytes() {
        return THREADS.getTotalThreadAllocatedBytes();
    }
}
