package io.tako.transport.config;

/**
 * How the datagrams of one listener are handled. Immutable.
 *
 * @param queue how many datagrams wait at each socket while handlers are at work, 1,024 by default,
 *     at least 1; more are dropped and counted. At most so many times the largest payload is held
 *     in memory
 * @param concurrency how many handlers of one socket may wait for something at once, 256 by
 *     default, at least 1
 * @param sendWindow how many bytes may be on their way out of each socket, 256 KiB by default, at
 *     least 1 KiB; what is sent beyond that is dropped and counted
 */
public record UdpOptions(int queue, int concurrency, int sendWindow) {

    private static final int KIB = 1024;

    public UdpOptions {
        atLeast("queue", queue, 1);
        atLeast("concurrency", concurrency, 1);
        atLeast("sendWindow", sendWindow, KIB);
    }

    /** The options of a listener that says nothing about them. */
    public static UdpOptions defaults() {
        return new UdpOptions(KIB, 256, 256 * KIB);
    }

    /** The same with another queue. */
    public UdpOptions withQueue(int datagrams) {
        return new UdpOptions(datagrams, concurrency, sendWindow);
    }

    /** The same with another number of handlers at once. */
    public UdpOptions withConcurrency(int handlers) {
        return new UdpOptions(queue, handlers, sendWindow);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
