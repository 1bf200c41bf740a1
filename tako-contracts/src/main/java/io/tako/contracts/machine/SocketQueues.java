package io.tako.contracts.machine;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the kernel holds of a connection, to say more of one that is stuck: bytes that its reader
 * has not taken, or that its writer was never given.
 */
public final class SocketQueues {

    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private SocketQueues() {}

    /** Both ends of the connection, as far as they are of this machine; empty elsewhere. */
    public static List<String> of(Socket client) {
        String local = ":%04X".formatted(client.getLocalPort());
        String remote = ":%04X".formatted(client.getPort());
        return TABLES.stream()
                .flatMap(SocketQueues::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 4)
                .filter(
                        fields ->
                                fields[1].endsWith(local) && fields[2].endsWith(remote)
                                        || fields[1].endsWith(remote) && fields[2].endsWith(local))
                .map(fields -> describe(fields, fields[1].endsWith(local)))
                .toList();
    }

    /** Bytes that the kernel holds of what the server sent. */
    public static long waiting(Socket client) {
        String local = ":%04X".formatted(client.getLocalPort());
        String remote = ":%04X".formatted(client.getPort());
        return TABLES.stream()
                .flatMap(SocketQueues::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 4)
                .mapToLong(
                        fields -> {
                            String[] queues = fields[4].split(":");
                            if (fields[1].endsWith(local) && fields[2].endsWith(remote)) {
                                return Long.parseLong(queues[1], 16);
                            }
                            return fields[1].endsWith(remote) && fields[2].endsWith(local)
                                    ? Long.parseLong(queues[0], 16)
                                    : 0;
                        })
                .sum();
    }

    private static String describe(String[] fields, boolean client) {
        String[] queues = fields[4].split(":");
        return String.format(
                Locale.ROOT,
                "%s (state %s): %d bytes to send, %d bytes unread",
                client ? "client" : "server",
                fields[3],
                Long.parseLong(queues[0], 16),
                Long.parseLong(queues[1], 16));
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
