package io.tako.transport.config;

import static io.tako.transport.config.Bounds.atLeast;

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
@Withers
public record UdpOptions(int queue, int concurrency, int sendWindow)
        implements UdpOptionsBuilder.With {

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
}
