package io.tako.contracts.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.peers.RawClient;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server does when its process may open no more files. */
@EveryBackEnd
final class AcceptContract {

    private static final int DESCRIPTORS = 256;

    /** More tries than this would be a loop without rest. */
    private static final int TRIES = 100;

    private final RuntimeKind kind;
    private final IoPreference io;

    @TempDir private Path directory;

    AcceptContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    @Test
    void outOfDescriptorsItRestsServesWhoIsThereAndGoesOnLater() throws Exception {
        Path output = directory.resolve("output");
        Path told = directory.resolve("port");
        Process child = start(told, output);
        try {
            int port = port(child, told, output);
            try (RawClient there = RawClient.connect(port)) {
                assertThat(ask(there, "/failures")).isEqualTo("0");
                assertThat(ask(there, "/exhaust")).startsWith("opened ");
                List<RawClient> waiting = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    waiting.add(RawClient.connect(port).send(get("/")));
                }
                int failures = 0;
                while (failures < 2) {
                    failures = Integer.parseInt(ask(there, "/failures"));
                }
                assertThat(failures).isLessThan(TRIES);
                assertThat(ask(there, "/release")).isEqualTo("closed");
                for (RawClient client : waiting) {
                    assertThat(client.reply().text()).isEqualTo("served");
                    client.close();
                }
            }
            child.getOutputStream().close();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output)).containsOnlyOnce("cannot accept");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private Process start(Path told, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh"));
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(
                List.of(
                        "-Xmx128m",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StarvedServer.class.getName(),
                        kind.name(),
                        io.name(),
                        told.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static int port(Process child, Path told, Path output) throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!Files.exists(told)) {
            assertThat(child.isAlive()).as(Files.readString(output)).isTrue();
            assertThat(System.nanoTime() - end).as("patience left").isNegative();
            LockSupport.parkNanos(10_000_000);
        }
        return Integer.parseInt(Files.readString(told));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private static String ask(RawClient client, String path) throws IOException {
        return client.send(get(path)).reply().text();
    }
}
