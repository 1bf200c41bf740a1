package io.tako.benchmarks.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a server puts its Unix socket. */
final class SocketFile {

    private SocketFile() {}

    /**
     * A free name in a directory of its own, which both go with the JVM. Nothing for a protocol
     * that is spoken on a port alone.
     */
    static @Nullable Path of(Protocol protocol) throws IOException {
        if (protocol != Protocol.HTTP1_UNIX) {
            return null;
        }
        Path directory = Files.createTempDirectory("tako-benchmarks-");
        Path path = directory.resolve("http.sock");
        // The last one is deleted first.
        directory.toFile().deleteOnExit();
        path.toFile().deleteOnExit();
        return path;
    }
}
