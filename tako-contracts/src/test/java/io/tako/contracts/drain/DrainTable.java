package io.tako.contracts.drain;

import io.tako.contracts.drain.DrainRun.Restart;
import io.tako.contracts.peers.RawClient;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints what clients see of restarts, one row for each, and ends with 1 if anything was lost. The
 * arguments are the number of restarts of each server, the seconds of load before each, a file for
 * what the servers print, and the servers: {@code small}, or the sample's jar after a name and an
 * equals sign, and after a comma the store of its key, with which it speaks TLS.
 */
public final class DrainTable {

    private static final String LINE = "drain,who=load value=1";
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private DrainTable() {}

    public static void main(String[] arguments) throws Exception {
        int restarts = Integer.parseInt(arguments[0]);
        Duration load = Duration.ofSeconds(Integer.parseInt(arguments[1]));
        Path output = Path.of(arguments[2]);
        System.out.println("| Restart | Server | Requests | Failed | Ended politely | Drain |");
        System.out.println("|--:|---|--:|--:|--:|--:|");
        List<Restart> all = new ArrayList<>();
        for (int i = 3; i < arguments.length; i++) {
            for (Target target : targets(arguments[i])) {
                all.addAll(
                        new DrainRun(target, output)
                                .run(restarts, load, r -> System.out.println(r.row())));
            }
        }
        all.forEach(restart -> restart.failures().forEach(System.out::println));
        boolean impolite = all.stream().anyMatch(r -> r.polite() < r.streams());
        boolean lost = all.stream().anyMatch(r -> !r.failures().isEmpty());
        System.exit(impolite || lost ? 1 : 0);
    }

    private static List<Target> targets(String argument) {
        if (argument.equals("small")) {
            List<Target> small = new ArrayList<>();
            for (RuntimeKind kind : RuntimeKind.values()) {
                small.add(SmallServer.target(kind, IoPreference.AUTO, false));
            }
            return small;
        }
        String[] parts = argument.split("[=,]", 3);
        return List.of(
                parts.length == 2
                        ? sample(parts[0], parts[1], List.of(), false)
                        : sample(parts[0], parts[1], encrypted(parts[2]), true));
    }

    private static List<String> encrypted(String keyStore) {
        return List.of(
                "--spring.profiles.active=tls",
                "--spring.ssl.bundle.jks.development.keystore.location=file:" + keyStore);
    }

    private static Target sample(String name, String jar, List<String> more, boolean tls) {
        return new Target(
                name,
                port -> {
                    List<String> command = new ArrayList<>();
                    command.add(ProcessHandle.current().info().command().orElseThrow());
                    command.addAll(List.of("-Xmx512m", "-jar", jar));
                    command.add("--server.address=127.0.0.1");
                    command.add("--server.port=" + port);
                    command.add("--server.http2.enabled=true");
                    command.add("--tako.http2.upgrade=true");
                    command.addAll(more);
                    return command;
                },
                "/api/series",
                "/write",
                LINE,
                DrainTable::series,
                "/api/live",
                true,
                tls);
    }

    /** A series that the load writes to. */
    private static String series(Door door) throws IOException {
        try (RawClient client = door.client(5_000)) {
            client.send(
                    "POST /write HTTP/1.1\r\nHost: h\r\nContent-Length: "
                            + LINE.length()
                            + "\r\n\r\n"
                            + LINE);
            if (client.reply().status() != 204) {
                throw new IOException("nothing can be written");
            }
            client.send("GET /api/series?measurement=drain HTTP/1.1\r\nHost: h\r\n\r\n");
            String found = client.reply().text();
            Matcher id = ID.matcher(found);
            if (!id.find()) {
                throw new IOException("no series in " + found);
            }
            return "/api/series/" + id.group(1) + "/live";
        }
    }
}
