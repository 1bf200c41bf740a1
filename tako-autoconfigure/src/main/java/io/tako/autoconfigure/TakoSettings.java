package io.tako.autoconfigure;

import io.tako.access.ConnectionFilter;
import io.tako.client.ClientConfig;
import io.tako.http.CookieKeys;
import io.tako.http.RouterSettings;
import io.tako.http.SseSettings;
import io.tako.http.TrustedProxies;
import io.tako.runtime.DatagramOptions;
import io.tako.runtime.ListenerOptions;
import io.tako.runtime.RuntimeConfig;
import io.tako.transport.accesslog.AccessLogger;
import io.tako.transport.config.CompressionConfig;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.config.LeastRate;
import io.tako.transport.config.ProxyConfig;
import io.tako.transport.config.TcpOptions;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsOptions;
import io.tako.transport.config.UdpOptions;
import io.tako.websocket.WebSocketOptions;
import jakarta.validation.Validator;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.Compression;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.PropertyResolver;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/**
 * The only place where properties become configuration. A value out of bounds is refused with the
 * name of its property, so that the failure analysis can say where it was written.
 */
final class TakoSettings {

    /** The phase of Spring's lifecycle ends a drain by stopping the server. */
    private static final Duration UNTIL_STOPPED = Duration.ofDays(365);

    private static final int LEAST_LINE = 64;
    private static final int MOST_SOCKETS = 1024;
    private static final int LEAST_WINDOW = 1024;
    private static final int MOST_LOOPS = 1024;

    private final TakoProperties properties;

    private final PropertyResolver written;

    /** The resolver tells whether a list was written item by item or as one value. */
    TakoSettings(TakoProperties properties, PropertyResolver written) {
        this.properties = properties;
        this.written = written;
    }

    RuntimeConfig runtimeConfig() {
        int loops = properties.loops();
        if (loops < 0 || loops > MOST_LOOPS) {
            throw refused("tako.loops", loops, "It must be 0 (one for each CPU) or 1 to 1024.");
        }
        Duration threshold = duration("tako.watchdog.threshold", properties.watchdog().threshold());
        return RuntimeConfig.defaults()
                .withLoops(loops)
                .withIo(properties.io())
                .withPin(properties.pin())
                .withWatchdog(threshold)
                .withOnLoopFailure(properties.onLoopFailure());
    }

    HttpLimits limits(DataSize headers) {
        TakoProperties.Limits limits = properties.limits();
        return new HttpLimits(
                bytes("tako.limits.request-line", limits.requestLine(), LEAST_LINE),
                bytes("server.max-http-request-header-size", headers, LEAST_LINE),
                count("tako.limits.max-connections", limits.maxConnections()),
                count("tako.limits.max-concurrent-requests", limits.maxConcurrentRequests()),
                count("tako.limits.max-requests-per-connection", limits.maxRequestsPerConnection()),
                bytes("tako.limits.pipelined", limits.pipelined(), 0),
                bytes("tako.limits.unread-body-drain", limits.unreadBodyDrain(), 0),
                bytes("tako.limits.body-window", limits.bodyWindow(), LEAST_WINDOW),
                bytes("tako.limits.write-window", limits.writeWindow(), LEAST_WINDOW));
    }

    HttpTimeouts timeouts() {
        TakoProperties.Timeouts timeouts = properties.timeouts();
        return new HttpTimeouts(
                duration("tako.timeouts.header-read", timeouts.headerRead()),
                duration("tako.timeouts.keep-alive", timeouts.keepAlive()),
                duration("tako.timeouts.body-read", timeouts.bodyRead()),
                duration("tako.timeouts.write-stall", timeouts.writeStall()),
                new LeastRate(
                        bytes("tako.timeouts.min-request-rate", timeouts.minRequestRate(), 0),
                        bytes("tako.timeouts.min-response-rate", timeouts.minResponseRate(), 0),
                        positive("tako.timeouts.rate-grace", timeouts.rateGrace())));
    }

    /** What a listener says of its limits, and the others for what it leaves out. */
    HttpLimits limits(String listener, ListenerProperties.Limits own, HttpLimits others) {
        String prefix = listener + ".limits";
        return new HttpLimits(
                bytes(
                        prefix + ".request-line",
                        own.requestLine(),
                        LEAST_LINE,
                        others.requestLine()),
                bytes(prefix + ".headers", own.headers(), LEAST_LINE, others.headers()),
                count(prefix + ".max-connections", own.maxConnections(), others.maxConnections()),
                count(
                        prefix + ".max-concurrent-requests",
                        own.maxConcurrentRequests(),
                        others.maxConcurrentRequests()),
                count(
                        prefix + ".max-requests-per-connection",
                        own.maxRequestsPerConnection(),
                        others.maxRequestsPerConnection()),
                bytes(prefix + ".pipelined", own.pipelined(), 0, others.pipelinedBytes()),
                bytes(
                        prefix + ".unread-body-drain",
                        own.unreadBodyDrain(),
                        0,
                        others.unreadBodyDrain()),
                bytes(prefix + ".body-window", own.bodyWindow(), LEAST_WINDOW, others.bodyWindow()),
                bytes(
                        prefix + ".write-window",
                        own.writeWindow(),
                        LEAST_WINDOW,
                        others.writeWindow()));
    }

    /** What a listener says of its timeouts, and the others for what it leaves out. */
    HttpTimeouts timeouts(String listener, ListenerProperties.Timeouts own, HttpTimeouts others) {
        String prefix = listener + ".timeouts";
        return new HttpTimeouts(
                duration(prefix + ".header-read", own.headerRead(), others.headerRead()),
                duration(prefix + ".keep-alive", own.keepAlive(), others.keepAlive()),
                duration(prefix + ".body-read", own.bodyRead(), others.bodyRead()),
                duration(prefix + ".write-stall", own.writeStall(), others.writeStall()),
                new LeastRate(
                        bytes(
                                prefix + ".min-request-rate",
                                own.minRequestRate(),
                                0,
                                others.leastRate().request()),
                        bytes(
                                prefix + ".min-response-rate",
                                own.minResponseRate(),
                                0,
                                others.leastRate().response()),
                        own.rateGrace() == null
                                ? others.leastRate().grace()
                                : positive(prefix + ".rate-grace", own.rateGrace())));
    }

    private static Duration positive(String property, Duration value) {
        if (!value.isPositive()) {
            throw refused(property, value, "It must be more than 0.");
        }
        return value;
    }

    /** What a listener of raw TCP allows, like the primary one where it has the same. */
    static TcpOptions tcp(String listener, ListenerProperties said, HttpListenerConfig primary) {
        ListenerProperties.Tcp own =
                said.tcp() == null ? ListenerProperties.Tcp.DEFAULTS : said.tcp();
        String prefix = listener + ".tcp";
        if (!own.closeTimeout().isPositive()) {
            throw refused(prefix + ".close-timeout", own.closeTimeout(), "It must be more than 0.");
        }
        return new TcpOptions(
                count(
                        listener + ".limits.max-connections",
                        said.limits().maxConnections(),
                        primary.limits().maxConnections()),
                bytes(prefix + ".read-window", own.readWindow(), LEAST_WINDOW),
                bytes(
                        listener + ".limits.write-window",
                        said.limits().writeWindow(),
                        LEAST_WINDOW,
                        primary.limits().writeWindow()),
                duration(prefix + ".idle-timeout", own.idleTimeout()),
                duration(prefix + ".lifetime", own.lifetime()),
                duration(
                        listener + ".timeouts.write-stall",
                        said.timeouts().writeStall(),
                        primary.timeouts().writeStall()),
                own.closeTimeout());
    }

    /** How a listener of raw UDP handles datagrams. */
    static UdpOptions udp(String listener, ListenerProperties.Udp own) {
        String prefix = listener + ".udp";
        return new UdpOptions(
                atLeastOne(prefix + ".queue", own.queue()),
                atLeastOne(prefix + ".concurrency", own.concurrency()),
                bytes(prefix + ".send-window", own.sendWindow(), LEAST_WINDOW));
    }

    /** What the sockets of a listener of raw UDP are told. */
    static DatagramOptions datagrams(String listener, ListenerProperties.Udp own) {
        String prefix = listener + ".udp";
        int payload = bytes(prefix + ".max-payload", own.maxPayload(), 1);
        if (payload > DatagramOptions.LARGEST_PAYLOAD) {
            throw refused(
                    prefix + ".max-payload",
                    own.maxPayload(),
                    "It must be at most " + DatagramOptions.LARGEST_PAYLOAD + " bytes.");
        }
        if (own.sockets() < 0 || own.sockets() > MOST_SOCKETS) {
            throw refused(
                    prefix + ".sockets", own.sockets(), "It must be 0 to " + MOST_SOCKETS + ".");
        }
        DataSize buffer = own.receiveBuffer();
        List<DatagramOptions.Group> groups = MulticastGroups.of(prefix, own.groups());
        if (!groups.isEmpty() && own.sockets() > 1) {
            throw refused(
                    prefix + ".sockets",
                    own.sockets(),
                    "With groups it must be 1: each socket would get every datagram.");
        }
        return new DatagramOptions(
                own.sockets(),
                buffer == null ? null : bytes(prefix + ".receive-buffer", buffer, 1),
                null,
                payload,
                groups);
    }

    /** The listeners beside the primary one. */
    NamedListeners listeners(List<ListenerCustomizer> customizers) {
        return new NamedListeners(this, properties.listeners(), customizers);
    }

    /** HTTP/2 as it is spoken where it is switched on. */
    Http2Config http2() {
        TakoProperties.Http2 http2 = properties.http2();
        if (http2.maxStreams() < 1) {
            throw refused("tako.http2.max-streams", http2.maxStreams(), "It must be 1 or more.");
        }
        return new Http2Config(
                true,
                http2.upgrade(),
                http2.maxStreams(),
                bytes(
                        "tako.http2.connection-window",
                        http2.connectionWindow(),
                        Http2Config.LEAST_WINDOW),
                count("tako.http2.max-resets", http2.maxResets()),
                count("tako.http2.max-control-frames", http2.maxControlFrames()),
                duration("tako.http2.ping-interval", http2.pingInterval()));
    }

    /**
     * @param phase how long Spring waits for a drain, then stops the server
     */
    DrainConfig drain(Duration phase) {
        TakoProperties.Drain drain = properties.drain();
        Duration delay = notNegative("tako.drain.delay", drain.delay());
        if (delay.compareTo(phase) >= 0) {
            throw refused(
                    "tako.drain.delay",
                    delay,
                    "It must be shorter than spring.lifecycle.timeout-per-shutdown-phase ("
                            + phase.toSeconds()
                            + " s), which would be over before requests are let finish.");
        }
        Duration timeout = drain.timeout();
        return new DrainConfig(
                delay,
                timeout == null ? UNTIL_STOPPED : notNegative("tako.drain.timeout", timeout),
                notNegative("tako.drain.quiet", drain.quiet()));
    }

    TlsOptions tlsOptions() {
        TakoProperties.Ssl ssl = properties.ssl();
        return new TlsOptions(
                ssl.provider(),
                ssl.rejectUnknownNames(),
                duration("tako.timeouts.tls-handshake", properties.timeouts().tlsHandshake()));
    }

    /** What listeners expect of the PROXY protocol. */
    ProxyConfig proxy() {
        return access().proxy(properties.proxyProtocol(), properties.proxy(), false);
    }

    /** Where exchanges are logged, or null. */
    @Nullable AccessLogger accessLog() {
        return AccessLogSettings.of(properties.accessLog());
    }

    /** The filters that {@code tako.filter.*} asks for. */
    List<ConnectionFilter> filters() {
        return access().filters(properties.filter());
    }

    private AccessSettings access() {
        return new AccessSettings("tako", written);
    }

    /** What a listener beside that of {@code server.*} expects of the PROXY protocol. */
    ProxyConfig proxy(String prefix, ListenerProperties said) {
        ProxyConfig.Mode mode = said.proxyProtocol();
        ListenerProperties.Proxy proxy = said.proxy();
        return new AccessSettings(prefix, written)
                .proxy(
                        mode == null ? properties.proxyProtocol() : mode,
                        proxy == null ? properties.proxy() : proxy.or(properties.proxy()),
                        said.path() != null);
    }

    /** Who may connect to such a listener, of those that another one lets in. */
    ConnectionFilter filter(String prefix, ListenerProperties said, ConnectionFilter like) {
        List<ConnectionFilter> filters = new ArrayList<>();
        if (like != ConnectionFilter.ALL) {
            filters.add(like);
        }
        filters.addAll(new AccessSettings(prefix, written).filters(said.filter()));
        return ConnectionFilter.allOf(filters);
    }

    Duration sslReloadInterval() {
        return duration("tako.ssl.reload-interval", properties.ssl().reloadInterval());
    }

    RouterSettings routerSettings(
            JsonMapper json, ConversionService conversions, @Nullable Validator validator) {
        DataSize largest = properties.maxBufferedBody();
        if (largest.isNegative()) {
            throw refused("tako.max-buffered-body", largest, "It must not be negative.");
        }
        return new RouterSettings(
                json,
                conversions,
                validator,
                cookieKeys(properties.cookies().secrets()),
                trustedProxies(properties.trustedProxies()),
                largest.toBytes(),
                atLeastOne("tako.max-parameters", properties.maxParameters()),
                new SseSettings(
                        duration("tako.sse.keep-alive", properties.sse().keepAlive()),
                        duration("tako.sse.drain-retry", properties.sse().drainRetry())));
    }

    /** The options of WebSocket routes that have none of their own. */
    WebSocketOptions webSocketOptions() {
        TakoProperties.Websocket socket = properties.websocket();
        TakoProperties.WebsocketCompression compression = socket.compression();
        Duration close = socket.closeTimeout();
        if (!close.isPositive()) {
            throw refused("tako.websocket.close-timeout", close, "It must be more than 0.");
        }
        return new WebSocketOptions(
                List.of(),
                origins(socket.allowedOrigins()),
                messageSize("tako.websocket.max-frame", socket.maxFrame()),
                messageSize("tako.websocket.max-message", socket.maxMessage()),
                atLeastOne("tako.websocket.max-fragments", socket.maxFragments()),
                false,
                duration("tako.websocket.ping-interval", socket.pingInterval()),
                duration("tako.websocket.idle-timeout", socket.idleTimeout()),
                duration("tako.websocket.lifetime", socket.lifetime()),
                close,
                new WebSocketOptions.Compression(
                        compression.enabled(),
                        messageSize("tako.websocket.compression.min-size", compression.minSize()),
                        compression.contextTakeover()));
    }

    private static int messageSize(String property, DataSize size) {
        long bytes = size.toBytes();
        if (bytes < 1 || bytes > WebSocketOptions.MOST) {
            throw refused(property, size, "It must be at least 1 byte and at most 1 gigabyte.");
        }
        return (int) bytes;
    }

    private List<String> origins(List<String> origins) {
        for (int i = 0; i < origins.size(); i++) {
            try {
                WebSocketOptions.defaults().withAllowedOrigins(origins.get(i));
            } catch (IllegalArgumentException e) {
                throw refused(
                        item("tako.websocket.allowed-origins", i),
                        origins.get(i),
                        "It must be a scheme, a host and an optional port, such as"
                                + " https://example.com, or *.");
            }
        }
        return origins;
    }

    /** How many connections the client may have, and how long it waits for one. */
    ClientConfig clientConfig() {
        TakoProperties.Client client = properties.client();
        if (client.maxConnections() < 1) {
            throw refused(
                    "tako.client.max-connections",
                    client.maxConnections(),
                    "It must be 1 or more.");
        }
        if (client.maxPendingAcquires() < 0) {
            throw refused(
                    "tako.client.max-pending-acquires",
                    client.maxPendingAcquires(),
                    "It must be 0 (nobody waits) or more.");
        }
        return new ClientConfig(
                client.maxConnections(),
                client.maxPendingAcquires(),
                duration("tako.client.pending-acquire-timeout", client.pendingAcquireTimeout()),
                duration("tako.client.idle-timeout", client.idleTimeout()));
    }

    /** The primary listener, made of what the web server factory was told. */
    static HttpListenerConfig primary(
            String name,
            InetSocketAddress address,
            HttpLimits limits,
            HttpTimeouts timeouts,
            Http2Config http2,
            @Nullable CompressionConfig compression,
            @Nullable TlsConfig tls,
            ProxyConfig proxy,
            ConnectionFilter filter) {
        return new HttpListenerConfig(
                name,
                address,
                HttpListenerConfig.MAIN_ROUTER,
                limits,
                timeouts,
                http2,
                ListenerOptions.defaults(),
                compression,
                tls,
                proxy,
                filter,
                null);
    }

    /** What {@code server.compression.*} says; null where it is not turned on. */
    static @Nullable CompressionConfig compression(@Nullable Compression compression) {
        if (compression == null || !compression.getEnabled()) {
            return null;
        }
        DataSize least = compression.getMinResponseSize();
        if (least.isNegative()) {
            throw new RefusedSettingException(
                    "server.compression.min-response-size",
                    least.toString(),
                    "A size cannot be negative.",
                    "Set it to 0 to compress whatever there is, or remove it for 2KB.");
        }
        String[] excluded = compression.getExcludedUserAgents();
        return new CompressionConfig(
                Arrays.stream(compression.getAllMimeTypes())
                        .map(TakoSettings::compressedType)
                        .toList(),
                excluded == null ? List.of() : List.of(excluded),
                least.toBytes());
    }

    private static MediaType compressedType(String type) {
        try {
            return MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException e) {
            throw new RefusedSettingException(
                    "server.compression.mime-types",
                    type,
                    "It is not a type of content: " + e.getMessage() + ".",
                    "Name types such as text/html, or text/* for all of text; the property"
                        + " server.compression.additional-mime-types adds to the default ones.");
        }
    }

    /** Whether any proxy's forwarding fields are believed. */
    boolean trustsProxies() {
        return !properties.trustedProxies().isEmpty();
    }

    private TrustedProxies trustedProxies(List<String> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            try {
                TrustedProxies.of(List.of(blocks.get(i)));
            } catch (IllegalArgumentException e) {
                throw refused(
                        item("tako.trusted-proxies", i),
                        blocks.get(i),
                        "It must be an IP address or a CIDR block, such as 10.0.0.0/8 or ::1, or"
                                + " unix for whoever connects to a Unix socket.");
            }
        }
        return TrustedProxies.of(blocks);
    }

    private @Nullable CookieKeys cookieKeys(List<String> secrets) {
        for (int i = 0; i < secrets.size(); i++) {
            try {
                CookieKeys.of(List.of(secrets.get(i)));
            } catch (IllegalArgumentException e) {
                // Boot's own analysis of invalid values would print the secret.
                throw new RefusedSettingException(
                        item("tako.cookies.secrets", i),
                        "******",
                        "The secret is shorter than 32 bytes.",
                        "Make a secret of at least 32 random bytes.");
            }
        }
        return secrets.isEmpty() ? null : CookieKeys.of(secrets);
    }

    /** Boot explains a property only by a name it finds: with an index, or that of the list. */
    private String item(String list, int index) {
        String name = list + "[" + index + "]";
        return written.containsProperty(name) ? name : list;
    }

    private static int bytes(String property, DataSize size, int least) {
        long bytes = size.toBytes();
        if (bytes < least || bytes > Integer.MAX_VALUE) {
            throw refused(
                    property,
                    size,
                    "It must be at least " + least + " bytes and less than 2 gigabytes.");
        }
        return (int) bytes;
    }

    private static int bytes(String property, @Nullable DataSize own, int least, int other) {
        return own == null ? other : bytes(property, own, least);
    }

    private static int count(String property, @Nullable Integer own, int other) {
        return own == null ? other : count(property, (int) own);
    }

    private static Duration duration(String property, @Nullable Duration own, Duration other) {
        return own == null ? other : duration(property, own);
    }

    private static int atLeastOne(String property, int value) {
        if (value < 1) {
            throw refused(property, value, "It must be 1 or more.");
        }
        return value;
    }

    private static int count(String property, int value) {
        if (value < 0) {
            throw refused(property, value, "It must be 0 (no limit) or more.");
        }
        return value;
    }

    private static Duration duration(String property, Duration value) {
        if (value.isNegative()) {
            throw refused(property, value, "It must be 0 (off) or more.");
        }
        return value;
    }

    private static Duration notNegative(String property, Duration value) {
        if (value.isNegative()) {
            throw refused(property, value, "It must not be negative.");
        }
        return value;
    }

    private static InvalidConfigurationPropertyValueException refused(
            String property, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(property, value, reason);
    }
}
