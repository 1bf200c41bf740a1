package io.tako.transport.config;

/** Which implementation of TLS a listener uses. */
public enum TlsProvider {
    /**
     * BoringSSL where netty-tcnative is present and can use the keys, else the JDK's. For raw TCP
     * the JDK's, which can end one direction before the other.
     */
    AUTO,
    /** BoringSSL by netty-tcnative; the server does not start without it. */
    OPENSSL,
    /** The JDK's, on every platform. */
    JDK
}
