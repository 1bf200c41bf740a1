package io.tako.transport.config;

import io.tako.http.TrustedProxies;
import java.time.Duration;
import java.util.Objects;

/**
 * Whether connections begin with a PROXY header, by which a balancer tells whom it connects for.
 *
 * @param mode whether a header may or must come
 * @param trusted who may send one; from anybody else it ends the connection. Peers of Unix domain
 *     sockets always may: permissions of files say who they are
 * @param headerTimeout from the start of a connection to the end of its header; then close. 10
 *     seconds by default; 0 is no limit
 * @param maxHeaderSize bytes of a header of version 2, its extensions included, {@value
 *     #MIN_HEADER_SIZE} to {@value #MAX_HEADER_SIZE}; more is closed. 4 KiB by default. A header of
 *     version 1 has at most 107 bytes
 * @param verifyChecksum whether a header with a wrong CRC32C ends the connection, as the protocol
 *     says (section 2.2.3); true by default. A header without one is good either way
 * @param trustTls whether the client's TLS is believed to be as the header tells; false by default
 */
public record ProxyConfig(
        Mode mode,
        TrustedProxies trusted,
        Duration headerTimeout,
        int maxHeaderSize,
        boolean verifyChecksum,
        boolean trustTls) {

    /** The shortest limit: a header of version 2 with the paths of Unix domain sockets. */
    public static final int MIN_HEADER_SIZE = 16 + 216;

    /** The longest limit: what the length of a header of version 2 can tell. */
    public static final int MAX_HEADER_SIZE = 16 + 65_535;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int DEFAULT_HEADER_SIZE = 4096;

    /** Whether a header comes. */
    public enum Mode {
        /** None is looked for: one that comes is what the protocol takes it for. */
        OFF,
        /** One may come, from who is trusted. Health checks without one are served. */
        ACCEPT,
        /** One must come. Who is not trusted may not connect at all. */
        REQUIRED
    }

    public ProxyConfig {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(trusted, "trusted");
        Objects.requireNonNull(headerTimeout, "headerTimeout");
        if (headerTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "headerTimeout: " + headerTimeout + " (expected: >= 0)");
        }
        if (maxHeaderSize < MIN_HEADER_SIZE || maxHeaderSize > MAX_HEADER_SIZE) {
            throw new IllegalArgumentException(
                    "maxHeaderSize: "
                            + maxHeaderSize
                            + " (expected: "
                            + MIN_HEADER_SIZE
                            + " to "
                            + MAX_HEADER_SIZE
                            + ")");
        }
    }

    /** No header is looked for. */
    public static ProxyConfig off() {
        return of(Mode.OFF, TrustedProxies.NONE);
    }

    /** A header may or must come from who is trusted, with everything else at its default. */
    public static ProxyConfig of(Mode mode, TrustedProxies trusted) {
        return new ProxyConfig(mode, trusted, DEFAULT_TIMEOUT, DEFAULT_HEADER_SIZE, true, false);
    }

    /** Whether a header is looked for. */
    public boolean enabled() {
        return mode != Mode.OFF;
    }

    public ProxyConfig withHeaderTimeout(Duration other) {
        return new ProxyConfig(mode, trusted, other, maxHeaderSize, verifyChecksum, trustTls);
    }

    public ProxyConfig withMaxHeaderSize(int other) {
        return new ProxyConfig(mode, trusted, headerTimeout, other, verifyChecksum, trustTls);
    }

    public ProxyConfig withVerifyChecksum(boolean other) {
        return new ProxyConfig(mode, trusted, headerTimeout, maxHeaderSize, other, trustTls);
    }

    public ProxyConfig withTrustTls(boolean other) {
        return new ProxyConfig(mode, trusted, headerTimeout, maxHeaderSize, verifyChecksum, other);
    }
}
