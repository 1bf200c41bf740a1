package io.tako.autoconfigure;

import io.tako.runtime.IoPreference;
import io.tako.runtime.LoopFailure;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.ProxyConfig;
import io.tako.transport.config.TlsProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code tako.*} says about the server.
 *
 * @param runtime Runtime that carries handlers. Checked against the starter on the class path;
 *     without it the starter alone decides.
 * @param io I/O back end of the event loops. An unavailable one stops the application from
 *     starting.
 * @param socketActivation Whether sockets that a service manager has opened, such as systemd, take
 *     the place of the addresses of the listeners they are named after.
 * @param loops Number of event loops. Zero means one for each CPU the process may use.
 * @param pin Whether each loop is pinned to a CPU of its own, on the per-core runtime. By default
 *     loops are pinned where the process may run on at least as many CPUs as there are loops.
 * @param watchdog Watchdog over handlers that hold an event loop.
 * @param onLoopFailure What is done when an event loop has ended by an error, such as one of
 *     memory: report it, and serve on with the other loops, or exit, and end the process.
 * @param limits Limits of connections and requests.
 * @param timeouts Timeouts of connections.
 * @param http2 HTTP/2, which server.http2.enabled turns on.
 * @param drain How the server ends when server.shutdown is graceful.
 * @param ssl What TLS does beside the certificates of server.ssl.
 * @param maxBufferedBody Largest request body read into memory. A larger one is answered 413.
 * @param maxParameters Most parameters of a query or a form. A form with more is answered 413, a
 *     query 400.
 * @param trustedProxies Addresses and CIDR blocks of the proxies whose Forwarded and
 *     X-Forwarded-For fields are believed.
 * @param cookies Signed and encrypted cookies.
 * @param sse Streams of server-sent events.
 * @param websocket WebSocket routes that have no options of their own.
 * @param client Reactor Netty's client on the event loops.
 * @param proxyProtocol Whether connections begin with a PROXY header.
 * @param proxy The PROXY protocol, by which a balancer tells whom it connects for.
 * @param filter Who may connect.
 * @param accessLog Log of all exchanges.
 * @param listeners Listeners beside that of server.port, by their names.
 */
@ConfigurationProperties("tako")
public record TakoProperties(
        @Nullable RuntimeKind runtime,
        @DefaultValue("auto") IoPreference io,
        @DefaultValue("auto") SocketActivation socketActivation,
        @DefaultValue("0") int loops,
        @Nullable Boolean pin,
        @DefaultValue Watchdog watchdog,
        @DefaultValue("report") LoopFailure onLoopFailure,
        @DefaultValue Limits limits,
        @DefaultValue Timeouts timeouts,
        @DefaultValue Http2 http2,
        @DefaultValue Drain drain,
        @DefaultValue Ssl ssl,
        @DefaultValue("2MB") DataSize maxBufferedBody,
        @DefaultValue("1000") int maxParameters,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue Cookies cookies,
        @DefaultValue Sse sse,
        @DefaultValue Websocket websocket,
        @DefaultValue Client client,
        @DefaultValue("off") ProxyConfig.Mode proxyProtocol,
        @DefaultValue Proxy proxy,
        @DefaultValue Filter filter,
        @DefaultValue AccessLog accessLog,
        @DefaultValue Map<String, ListenerProperties> listeners) {

    /** What is done with sockets that a service manager has opened. */
    public enum SocketActivation {
        /** They take the place of the addresses of their listeners, if there are any. */
        AUTO,
        /** They are ignored. */
        OFF
    }

    /**
     * The watchdog over handlers that hold an event loop.
     *
     * @param threshold Time one handler may hold its event loop before it is named in the log with
     *     its stack, and a loop wait for a lock before what it carries goes on elsewhere. Zero
     *     turns the watchdog off.
     */
    public record Watchdog(@DefaultValue("1s") Duration threshold) {}

    /**
     * How much a connection may ask for.
     *
     * @param requestLine Longest request line. A longer one is answered 414.
     * @param maxConnections Open connections of a listener. Further ones are answered 503 and
     *     closed. Zero means no limit.
     * @param maxConcurrentRequests Requests of a listener at the same time, each from its dispatch
     *     until its handler has returned and its answer has ended. Further ones are answered 503
     *     with Retry-After. Zero means no limit.
     * @param maxRequestsPerConnection Requests after which a connection is closed. Zero means no
     *     limit.
     * @param pipelined Size of further requests read ahead while one is handled. Beyond it the
     *     socket is not read.
     * @param unreadBodyDrain Size of the rest of an unread request body that is skipped to keep the
     *     connection. With more to come the connection is closed.
     * @param bodyWindow Size of the part of a request body that waits in memory for its handler.
     *     Beyond it the socket is not read.
     * @param writeWindow Size of the part of a response that waits in memory for its peer. Beyond
     *     it the writing handler waits.
     */
    public record Limits(
            @DefaultValue("8KB") DataSize requestLine,
            @DefaultValue("65536") int maxConnections,
            @DefaultValue("0") int maxConcurrentRequests,
            @DefaultValue("0") int maxRequestsPerConnection,
            @DefaultValue("64KB") DataSize pipelined,
            @DefaultValue("256KB") DataSize unreadBodyDrain,
            @DefaultValue("128KB") DataSize bodyWindow,
            @DefaultValue("128KB") DataSize writeWindow) {}

    /**
     * How long a connection may keep the server waiting.
     *
     * @param headerRead Time from the first byte of a request, or from the start of its connection,
     *     to the end of its header. Then it is answered 408. Zero means no limit.
     * @param keepAlive Time between two requests of a connection before it is closed. Zero means no
     *     limit.
     * @param bodyRead Time without a byte of the body while a handler waits for one and none is
     *     there. Then the request is answered 408. Zero means no limit.
     * @param writeStall Time without the peer taking a byte of a response before the connection is
     *     closed. Zero means no limit.
     * @param minRequestRate Bytes a second of a body that a handler waits for. A slower request is
     *     answered 408. Zero means no limit.
     * @param minResponseRate Bytes a second of a response that the peer has to take. A slower
     *     connection is closed, or its stream reset. Zero means no limit.
     * @param rateGrace Time a peer may be slower than that. Must be more than zero.
     * @param tlsHandshake Time from the start of a connection to the end of its TLS handshake
     *     before it is closed. Zero means no limit.
     */
    public record Timeouts(
            @DefaultValue("30s") Duration headerRead,
            @DefaultValue("60s") Duration keepAlive,
            @DefaultValue("30s") Duration bodyRead,
            @DefaultValue("60s") Duration writeStall,
            @DefaultValue("240B") DataSize minRequestRate,
            @DefaultValue("240B") DataSize minResponseRate,
            @DefaultValue("5s") Duration rateGrace,
            @DefaultValue("10s") Duration tlsHandshake) {}

    /**
     * What TLS does beside its certificates.
     *
     * @param provider Implementation of TLS.
     * @param rejectUnknownNames Whether a client that asks for a server name without a certificate
     *     is refused. Otherwise it gets the certificate of server.ssl.
     * @param reloadInterval Time between two looks at the files of SSL bundles with
     *     reload-on-update, beside Spring Boot's own watching. Zero leaves it to that.
     */
    public record Ssl(
            @DefaultValue("auto") TlsProvider provider,
            @DefaultValue("false") boolean rejectUnknownNames,
            @DefaultValue("10s") Duration reloadInterval) {}

    /**
     * How HTTP/2 is spoken.
     *
     * @param upgrade Whether a request in clear text that asks for it by Upgrade: h2c goes on in
     *     HTTP/2. Prior knowledge needs no such request.
     * @param maxStreams Streams a connection may have open at once. Further ones are refused.
     * @param connectionWindow Size of the parts of all request bodies of a connection that wait in
     *     memory for their handlers. Beyond it the peer has to wait.
     * @param maxResets Streams of a connection that may be reset within 30 seconds before it is
     *     closed. Zero means no limit.
     * @param maxControlFrames Frames without use for a request that a connection may send within 30
     *     seconds before it is closed. Zero means no limit.
     * @param pingInterval Time a peer with open streams may be silent before it is asked for a sign
     *     of life. Without one within the same time again the connection is closed. Zero means
     *     never.
     */
    public record Http2(
            @DefaultValue("false") boolean upgrade,
            @DefaultValue("100") int maxStreams,
            @DefaultValue("1MB") DataSize connectionWindow,
            @DefaultValue("200") int maxResets,
            @DefaultValue("10000") int maxControlFrames,
            @DefaultValue("30s") Duration pingInterval) {}

    /**
     * How the server ends when {@code server.shutdown} is {@code graceful}.
     *
     * @param delay Time the server goes on as before once the application refuses traffic, so that
     *     load balancers notice. Must be shorter than spring.lifecycle.timeout-per-shutdown-phase,
     *     which it is part of.
     * @param timeout Time connections then have to end before they are cut. By default what is left
     *     of spring.lifecycle.timeout-per-shutdown-phase.
     * @param quiet Time without a request after which an idle connection is closed. Zero closes
     *     idle connections at once, which loses requests on their way.
     */
    public record Drain(
            @DefaultValue("0s") Duration delay,
            @Nullable Duration timeout,
            @DefaultValue("1s") Duration quiet) {}

    /**
     * Signed and encrypted cookies.
     *
     * @param secrets Secrets of at least 32 bytes. The first signs and encrypts new cookies, all of
     *     them open old ones.
     */
    public record Cookies(@DefaultValue List<String> secrets) {

        /** Tells how many secrets there are, never what they are. */
        @Override
        public String toString() {
            return "Cookies[secrets=" + secrets.size() + "]";
        }
    }

    /**
     * Streams of server-sent events.
     *
     * @param keepAlive Time a stream may be silent before a comment is sent to keep its connection.
     *     Zero means none is sent.
     * @param drainRetry Time clients wait before they connect again after a drain has ended their
     *     stream. Each is told a time of its own between half of it and one and a half of it. Zero
     *     leaves it to the clients.
     */
    public record Sse(
            @DefaultValue("15s") Duration keepAlive, @DefaultValue("2s") Duration drainRetry) {}

    /**
     * WebSocket routes that have no options of their own.
     *
     * @param allowedOrigins Origins whose pages may connect, such as https://example.com, or * for
     *     all. Without any the server's own may. Pages of others are answered 403.
     * @param maxFrame Largest frame. A larger one closes the socket with 1009.
     * @param maxMessage Largest message, its fragments joined and expanded. A larger one closes the
     *     socket with 1009.
     * @param maxFragments Most frames one message may come in. More close the socket with 1009.
     * @param pingInterval Time the peer may be silent before it is pinged. After as long again
     *     without an answer the connection is given up. Zero means no ping is sent.
     * @param idleTimeout Time without a message in either direction before the socket is closed
     *     with 1001. Zero means no limit.
     * @param lifetime Time after which a socket is closed with 1001. Zero means no limit.
     * @param closeTimeout Time the peer may take to answer a close before the connection is cut,
     *     and a handler to end after its socket before it is interrupted.
     * @param compression Compression of messages by permessage-deflate.
     */
    public record Websocket(
            @DefaultValue List<String> allowedOrigins,
            @DefaultValue("256KB") DataSize maxFrame,
            @DefaultValue("256KB") DataSize maxMessage,
            @DefaultValue("4096") int maxFragments,
            @DefaultValue("30s") Duration pingInterval,
            @DefaultValue("0s") Duration idleTimeout,
            @DefaultValue("0s") Duration lifetime,
            @DefaultValue("5s") Duration closeTimeout,
            @DefaultValue WebsocketCompression compression) {}

    /**
     * Compression of WebSocket messages by permessage-deflate.
     *
     * @param enabled Whether messages are compressed where the client offers it.
     * @param minSize Smallest message that is compressed.
     * @param contextTakeover Whether a message is compressed with what earlier ones held, for which
     *     memory is held as long as the socket is open.
     */
    public record WebsocketCompression(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("1KB") DataSize minSize,
            @DefaultValue("true") boolean contextTakeover) {}

    /**
     * Reactor Netty's client on the event loops.
     *
     * @param reactorNetty Whether a WebClient made by Spring Boot's builder runs on the event loops
     *     of the server. Otherwise Reactor Netty has loops of its own.
     * @param maxConnections Open connections to one address. Each core of the per-core runtime has
     *     an equal part of them, but at least one.
     * @param maxPendingAcquires Calls that may wait for a connection to one address. Further ones
     *     fail at once. Divided between cores as connections are.
     * @param pendingAcquireTimeout Time a call waits for a connection before it fails. Zero means
     *     no limit.
     * @param idleTimeout Time a connection may be out of use before it is closed. Zero means no
     *     limit.
     */
    public record Client(
            @DefaultValue("true") boolean reactorNetty,
            @DefaultValue("500") int maxConnections,
            @DefaultValue("1000") int maxPendingAcquires,
            @DefaultValue("10s") Duration pendingAcquireTimeout,
            @DefaultValue("30s") Duration idleTimeout) {}

    /**
     * The PROXY protocol, by which a balancer tells whom it connects for.
     *
     * @param trusted Addresses and CIDR blocks of the balancers that may send a PROXY header. From
     *     anybody else it ends the connection.
     * @param headerTimeout Time from the start of a connection to the end of its PROXY header
     *     before it is closed. Zero means no limit.
     * @param maxHeaderSize Largest PROXY header of version 2, with its extensions. A larger one
     *     ends the connection.
     * @param verifyChecksum Whether a PROXY header with a wrong checksum ends the connection.
     * @param trustTls Whether the client's TLS is believed to be as the PROXY header tells, for the
     *     scheme of requests and the client's certificate.
     */
    public record Proxy(
            @DefaultValue List<String> trusted,
            @DefaultValue("10s") Duration headerTimeout,
            @DefaultValue("4KB") DataSize maxHeaderSize,
            @DefaultValue("true") boolean verifyChecksum,
            @DefaultValue("false") boolean trustTls) {}

    /**
     * Who may connect. The source is whom the PROXY header names, or else the peer.
     *
     * @param allow Addresses and CIDR blocks that may connect. Without any everybody may.
     * @param deny Addresses and CIDR blocks that may not connect, whatever is allowed.
     * @param maxConnectionsPerSource Open connections of one IPv4 address or one IPv6 network of 64
     *     bits. Further ones are closed. Zero means no limit.
     * @param acceptRate Connections that are let in each second, of all sources together. Further
     *     ones are closed. Zero means no limit.
     * @param acceptBurst Connections that are let in at once after a quiet time. Zero means as many
     *     as in a second.
     */
    public record Filter(
            @DefaultValue List<String> allow,
            @DefaultValue List<String> deny,
            @DefaultValue("0") int maxConnectionsPerSource,
            @DefaultValue("0") int acceptRate,
            @DefaultValue("0") int acceptBurst) {}

    /** How a line of the access log is written. */
    public enum LineFormat {
        /** The Common Log Format. */
        COMMON,
        /** The common one with the fields Referer and User-Agent. */
        COMBINED,
        /** One JSON object. */
        JSON
    }

    /**
     * The access log of the server: one line for each exchange when it has ended, whoever answered
     * it, and for each request that was refused before it became one.
     *
     * @param enabled Whether it is written.
     * @param format Format of a line where no pattern is given.
     * @param pattern Pattern of a line in the notation of Apache's LogFormat. Takes the place of
     *     the format.
     * @param logger Logger that lines go to, at INFO.
     */
    public record AccessLog(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("common") LineFormat format,
            @Nullable String pattern,
            @DefaultValue("io.tako.access") String logger) {}
}
