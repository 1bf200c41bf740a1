package io.tako.autoconfigure;

import io.tako.transport.config.ProxyConfig;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.web.server.Ssl;
import org.springframework.util.unit.DataSize;

/**
 * What {@code tako.listeners.<name>} says about one listener beside that of {@code server.*}. What
 * it leaves out is as it is there, except for the address and TLS, which are its own.
 *
 * @param type What is spoken there.
 * @param address Network address it binds to. By default all of them.
 * @param port Port. Zero lets the system choose.
 * @param path File of a Unix domain socket, or @ and an abstract name of Linux. In place of a port.
 * @param permissions Permissions of the file, such as rw-rw----. By default the umask decides.
 * @param owner User the file belongs to, by name or number.
 * @param group Group the file belongs to, by name or number.
 * @param router Router whose routes answer.
 * @param handler TcpHandler or UdpHandler bean that talks over its sockets.
 * @param protocols Versions of HTTP that are spoken.
 * @param ssl TLS, as under server.ssl. Without it connections are in clear text.
 * @param limits Limits of its connections and requests, where they are not those of tako.limits.
 * @param timeouts Timeouts of its connections, where they are not those of tako.timeouts.
 * @param tcp What a listener of type tcp allows besides.
 * @param udp What a listener of type udp does with datagrams.
 * @param proxyProtocol Whether connections begin with a PROXY header.
 * @param proxy The PROXY protocol, where it is not as under tako.proxy.
 * @param filter Who may connect, of those that tako.filter lets in.
 */
public record ListenerProperties(
        @DefaultValue("http") Type type,
        @Nullable InetAddress address,
        @Nullable Integer port,
        @Nullable String path,
        @Nullable String permissions,
        @Nullable String owner,
        @Nullable String group,
        @DefaultValue("main") String router,
        @Nullable String handler,
        @Nullable List<Protocol> protocols,
        @Nullable Ssl ssl,
        @DefaultValue Limits limits,
        @DefaultValue Timeouts timeouts,
        @Nullable Tcp tcp,
        @Nullable Udp udp,
        ProxyConfig.@Nullable Mode proxyProtocol,
        @Nullable Proxy proxy,
        @DefaultValue TakoProperties.Filter filter) {

    /** What is spoken on a listener. */
    public enum Type {
        /** HTTP, in the versions that the protocols name. */
        HTTP,
        /** What a TcpHandler bean makes of the bytes. */
        TCP,
        /** What a UdpHandler bean makes of the datagrams. */
        UDP
    }

    /** A version of HTTP on a kind of connection. */
    public enum Protocol {
        /** HTTP/1.1. */
        H1,
        /** HTTP/2 over TLS. */
        H2,
        /** HTTP/2 in clear text. */
        H2C,
        /** HTTP/3. */
        H3
    }

    /**
     * Limits of a listener. Those left out are those of {@code tako.limits}.
     *
     * @param requestLine Longest request line.
     * @param headers All field lines of a request together.
     * @param maxConnections Open connections.
     * @param maxConcurrentRequests Requests in handlers at the same time.
     * @param maxRequestsPerConnection Requests after which a connection is closed.
     * @param pipelined Size of further requests read ahead while one is handled.
     * @param unreadBodyDrain Size of the rest of an unread body that is skipped.
     * @param bodyWindow Size of the part of a request body that waits in memory.
     * @param writeWindow Size of the part of a response that waits in memory.
     */
    public record Limits(
            @Nullable DataSize requestLine,
            @Nullable DataSize headers,
            @Nullable Integer maxConnections,
            @Nullable Integer maxConcurrentRequests,
            @Nullable Integer maxRequestsPerConnection,
            @Nullable DataSize pipelined,
            @Nullable DataSize unreadBodyDrain,
            @Nullable DataSize bodyWindow,
            @Nullable DataSize writeWindow) {}

    /**
     * Timeouts of a listener. Those left out are those of {@code tako.timeouts}.
     *
     * @param headerRead Time to the end of a request's header.
     * @param keepAlive Time between two requests of a connection.
     * @param bodyRead Time without a byte of the body.
     * @param writeStall Time without the peer taking a byte.
     * @param minRequestRate Bytes a second of a body that a handler waits for.
     * @param minResponseRate Bytes a second of a response that the peer has to take.
     * @param rateGrace Time a peer may be slower than that.
     */
    public record Timeouts(
            @Nullable Duration headerRead,
            @Nullable Duration keepAlive,
            @Nullable Duration bodyRead,
            @Nullable Duration writeStall,
            @Nullable DataSize minRequestRate,
            @Nullable DataSize minResponseRate,
            @Nullable Duration rateGrace) {}

    /**
     * The PROXY protocol on a listener. What is left out is as under {@code tako.proxy}.
     *
     * @param trusted Addresses and CIDR blocks of the balancers that may send a PROXY header.
     * @param headerTimeout Time from the start of a connection to the end of its PROXY header.
     * @param maxHeaderSize Largest PROXY header of version 2.
     * @param verifyChecksum Whether a PROXY header with a wrong checksum ends the connection.
     * @param trustTls Whether the client's TLS is believed to be as the PROXY header tells.
     */
    public record Proxy(
            @Nullable List<String> trusted,
            @Nullable Duration headerTimeout,
            @Nullable DataSize maxHeaderSize,
            @Nullable Boolean verifyChecksum,
            @Nullable Boolean trustTls) {

        /** All of it, with what is left out filled in. */
        TakoProperties.Proxy or(TakoProperties.Proxy standard) {
            return new TakoProperties.Proxy(
                    trusted == null ? standard.trusted() : trusted,
                    headerTimeout == null ? standard.headerTimeout() : headerTimeout,
                    maxHeaderSize == null ? standard.maxHeaderSize() : maxHeaderSize,
                    verifyChecksum == null ? standard.verifyChecksum() : verifyChecksum,
                    trustTls == null ? standard.trustTls() : trustTls);
        }
    }

    /**
     * What a listener of raw TCP allows.
     *
     * @param readWindow Size of what waits in memory for a handler that does not read.
     * @param idleTimeout Time without a byte in either direction after which input ends. Zero
     *     switches it off.
     * @param lifetime Time after which a connection is drained. Zero switches it off.
     * @param closeTimeout Time a handler may go on after its connection is lost, idle or too old.
     */
    public record Tcp(
            @DefaultValue("128KB") DataSize readWindow,
            @DefaultValue("5m") Duration idleTimeout,
            @DefaultValue("0s") Duration lifetime,
            @DefaultValue("5s") Duration closeTimeout) {

        static final Tcp DEFAULTS =
                new Tcp(
                        DataSize.ofKilobytes(128),
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        Duration.ofSeconds(5));
    }

    /**
     * What a listener of raw UDP does with datagrams.
     *
     * @param maxPayload Size of the largest datagram that is taken; larger ones are dropped and
     *     counted.
     * @param sockets Number of sockets. Zero is one per core in the per-core runtime, and one in
     *     the shared one.
     * @param receiveBuffer Size of each socket's receive buffer. By default the system's choice.
     * @param queue Datagrams that wait at each socket while handlers are at work; more are dropped
     *     and counted.
     * @param concurrency Handlers of each socket that may wait for something at the same time.
     * @param sendWindow Size of what may be on its way out of each socket; more is dropped and
     *     counted.
     * @param groups Multicast groups that are joined.
     */
    public record Udp(
            @DefaultValue("2KB") DataSize maxPayload,
            @DefaultValue("0") int sockets,
            @Nullable DataSize receiveBuffer,
            @DefaultValue("1024") int queue,
            @DefaultValue("256") int concurrency,
            @DefaultValue("256KB") DataSize sendWindow,
            @DefaultValue List<Group> groups) {

        static final Udp DEFAULTS =
                new Udp(
                        DataSize.ofKilobytes(2),
                        0,
                        null,
                        1024,
                        256,
                        DataSize.ofKilobytes(256),
                        List.of());
    }

    /**
     * A multicast group.
     *
     * @param address Address of the group.
     * @param networkInterface Name of the network interface it is joined at, such as eth0.
     */
    public record Group(@Nullable InetAddress address, @Nullable String networkInterface) {}
}
