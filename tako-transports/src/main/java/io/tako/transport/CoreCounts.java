package io.tako.transport;

/**
 * What a server does on one core.
 *
 * @param connections connections open now
 * @param requests requests dispatched since the server was made, across stops and starts
 * @param active requests now between their dispatch and the end of their answer
 */
public record CoreCounts(int connections, long requests, int active) {

    /** A core on which nothing has happened. */
    public static final CoreCounts NONE = new CoreCounts(0, 0, 0);

    /** Both together. */
    public CoreCounts plus(CoreCounts other) {
        return new CoreCounts(
                connections + other.connections, requests + other.requests, active + other.active);
    }

    /** What stays when a listener closes. */
    CoreCounts over() {
        return new CoreCounts(0, requests, 0);
    }
}
