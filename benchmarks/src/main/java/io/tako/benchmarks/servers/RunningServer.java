package io.tako.benchmarks.servers;

import java.nio.file.Path;
import java.util.Optional;

/** A server that accepts connections on 127.0.0.1 until it is closed. */
public interface RunningServer extends AutoCloseable {

    /** The port it is bound to, the real one also when 0 was asked for. */
    int port();

    /** The Unix socket it accepts connections on as well, if it was started for one. */
    default Optional<Path> socket() {
        return Optional.empty();
    }

    /** Stops accepting and ends the server's threads; waits for them. */
    @Override
    void close();
}
