package io.tako.benchmarks.servers;

/** A server that accepts connections on 127.0.0.1 until it is closed. */
public interface RunningServer extends AutoCloseable {

    /** The port it is bound to, the real one also when 0 was asked for. */
    int port();

    /** Stops accepting and ends the server's threads; waits for them. */
    @Override
    void close();
}
