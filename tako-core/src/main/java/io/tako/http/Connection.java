package io.tako.http;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The connection a request arrived on. All values are fixed once the connection is accepted, so
 * they may be read from any thread.
 */
public interface Connection {

    /** Numbers connections of this process from 1; it appears in logs beside the request. */
    long id();

    /**
     * The address of the peer: the source that a PROXY header tells, or else the socket's. A header
     * without a source, as for a balancer's own connection, leaves it at the socket's. Of a Unix
     * domain socket it is a {@link java.net.UnixDomainSocketAddress}, mostly without a name.
     */
    SocketAddress remoteAddress();

    /** The address the peer connected to, told the same way. */
    SocketAddress localAddress();

    /**
     * The protocol spoken, in ALPN's words: {@code http/1.1}, {@code h2}, {@code h2c}, {@code h3}.
     */
    String protocol();

    /**
     * Whether the client's bytes are encrypted: on the wire to here or, where the listener believes
     * a balancer in this, on the wire to the balancer. Decides the scheme of URLs made for the
     * client.
     */
    boolean secure();

    /** The index of the core (event loop) that owns this connection, from 0. */
    int core();

    /**
     * The TLS session, once TLS is in use on this connection; where the listener believes a
     * balancer in this, the balancer's session with the client.
     */
    Optional<Tls> tls();

    /** The PROXY header the connection began with. */
    default Optional<ProxyHeader> proxy() {
        return Optional.empty();
    }

    /**
     * The process at the other end, as the system tells it of a connection over a Unix domain
     * socket. Empty for any other, and on the {@code nio} back end.
     */
    default Optional<Peer> peer() {
        return Optional.empty();
    }

    /**
     * A process that has connected, as it was at that moment. Its number may be another's by now;
     * user and group are what decisions rest on.
     *
     * @param pid the number of the process; 0 if it is of a namespace that this one does not see
     * @param uid the number of its user
     * @param gid the number of its group
     */
    record Peer(int pid, int uid, int gid) {}

    /**
     * What is known of a TLS session.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param cipherSuite such as {@code TLS_AES_128_GCM_SHA256}
     * @param serverName the SNI host name, empty if the client sent none
     * @param peerCertificates the client's verified chain, empty without mutual TLS
     */
    record Tls(
            String protocol,
            String cipherSuite,
            String serverName,
            List<X509Certificate> peerCertificates) {
        public Tls {
            peerCertificates = List.copyOf(peerCertificates);
        }
    }
}
