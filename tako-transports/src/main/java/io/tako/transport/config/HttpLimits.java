package io.tako.transport.config;

import static io.tako.transport.config.Bounds.atLeast;

/**
 * How much of anything one HTTP connection or listener may ask for.
 *
 * @param requestLine the longest request line in bytes, 8 KiB by default; more is 414
 * @param headers all field lines of a request together in bytes, 8 KiB by default; more is 431
 * @param maxConnections open connections of one listener, 65,536 by default, 0 for no limit; more
 *     are answered 503 and closed
 * @param maxConcurrentRequests requests of one listener at once, each from its dispatch until its
 *     handler has returned and its answer has ended, 0 (no limit) by default; more are answered 503
 *     with {@code Retry-After}
 * @param maxRequestsPerConnection after that many answers a connection is closed, 0 (no limit) by
 *     default
 * @param pipelinedBytes how many bytes of further requests are read ahead while one is handled, 64
 *     KiB by default; beyond that the socket is not read
 * @param unreadBodyDrain how many bytes of a request body that nobody read are skipped to keep the
 *     connection, 256 KiB by default; with more to come it is closed
 * @param bodyWindow how many bytes of a request body wait in memory for a slow handler, 128 KiB by
 *     default; beyond that the socket is not read
 * @param writeWindow how many bytes of a response wait in memory for a slow peer before the writing
 *     handler is parked, 128 KiB by default
 */
@Withers
public record HttpLimits(
        int requestLine,
        int headers,
        int maxConnections,
        int maxConcurrentRequests,
        int maxRequestsPerConnection,
        int pipelinedBytes,
        int unreadBodyDrain,
        int bodyWindow,
        int writeWindow)
        implements HttpLimitsBuilder.With {

    private static final int KIB = 1024;

    public HttpLimits {
        atLeast("requestLine", requestLine, 64);
        atLeast("headers", headers, 64);
        atLeast("maxConnections", maxConnections, 0);
        atLeast("maxConcurrentRequests", maxConcurrentRequests, 0);
        atLeast("maxRequestsPerConnection", maxRequestsPerConnection, 0);
        atLeast("pipelinedBytes", pipelinedBytes, 0);
        atLeast("unreadBodyDrain", unreadBodyDrain, 0);
        atLeast("bodyWindow", bodyWindow, KIB);
        atLeast("writeWindow", writeWindow, KIB);
    }

    /** The limits of a server that says nothing about them. */
    public static HttpLimits defaults() {
        return new HttpLimits(
                8 * KIB, 8 * KIB, 65_536, 0, 0, 64 * KIB, 256 * KIB, 128 * KIB, 128 * KIB);
    }
}
