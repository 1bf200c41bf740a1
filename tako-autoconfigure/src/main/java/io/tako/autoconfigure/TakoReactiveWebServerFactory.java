package io.tako.autoconfigure;

import io.tako.access.ConnectionFilter;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.HttpService;
import io.tako.transport.TakoServer;
import io.tako.transport.accesslog.AccessLogger;
import io.tako.transport.compression.ResponseCompression;
import io.tako.transport.config.CompressionConfig;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ProxyConfig;
import io.tako.transport.config.ServerConfig;
import io.tako.transport.config.TlsOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.reactive.AbstractReactiveWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Makes the web server of an application from its routers and its runtime. Change it with a {@code
 * WebServerFactoryCustomizer<TakoReactiveWebServerFactory>} bean.
 */
public final class TakoReactiveWebServerFactory extends AbstractReactiveWebServerFactory
        implements ApplicationContextAware {

    private static final Logger log = LoggerFactory.getLogger(TakoReactiveWebServerFactory.class);

    private final TakoRuntime runtime;
    private @Nullable ApplicationContext context;
    private final List<TakoServerCustomizer> customizers = new ArrayList<>();
    private HttpLimits limits = HttpLimits.defaults();
    private HttpTimeouts timeouts = HttpTimeouts.defaults();
    private Http2Config http2 = Http2Config.off();
    private DrainConfig drain = DrainConfig.defaults();
    private TlsOptions tlsOptions = TlsOptions.defaults();
    private ProxyConfig proxy = ProxyConfig.off();
    private ConnectionFilter filter = ConnectionFilter.ALL;
    private @Nullable AccessLogger accessLog;
    private String sslProperties = "server.ssl";
    private @Nullable NamedListeners namedListeners;
    private InheritedSockets inheritedSockets = InheritedSockets.NONE;

    /** Servers on this runtime. */
    public TakoReactiveWebServerFactory(TakoRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        this.context = applicationContext;
    }

    /** Has the server's configuration changed, after all else that is set here. */
    public void addServerCustomizers(List<TakoServerCustomizer> customizers) {
        this.customizers.addAll(customizers);
    }

    /** How much connections may ask for. */
    public void setLimits(HttpLimits limits) {
        this.limits = limits;
    }

    /** How long connections may keep the server waiting. */
    public void setTimeouts(HttpTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** How HTTP/2 is spoken; whether it is says {@link #setHttp2}. */
    public void setHttp2Config(Http2Config config) {
        this.http2 = config;
    }

    /** How the server ends when its shutdown is graceful. */
    public void setDrain(DrainConfig drain) {
        this.drain = drain;
    }

    DrainConfig getDrain() {
        return drain;
    }

    /** What TLS does beside its certificates, which {@code server.ssl.*} names. */
    public void setTlsOptions(TlsOptions options) {
        this.tlsOptions = options;
    }

    /** What is expected of the PROXY protocol. */
    public void setProxy(ProxyConfig config) {
        this.proxy = config;
    }

    /** Who may connect. */
    public void setFilter(ConnectionFilter filter) {
        this.filter = filter;
    }

    /** Where exchanges are logged; null, the default, logs none. */
    public void setAccessLog(@Nullable AccessLogger log) {
        this.accessLog = log;
    }

    /** What else the server listens on, if it is the application's own. */
    void setNamedListeners(NamedListeners listeners) {
        this.namedListeners = listeners;
    }

    /** Sockets that listeners of the application's own server have, by their names. */
    void setInheritedSockets(InheritedSockets sockets) {
        this.inheritedSockets = sockets;
    }

    /** Under which properties the certificates are that {@link #setSsl} is given, for messages. */
    void setSslProperties(String prefix) {
        this.sslProperties = prefix;
    }

    /**
     * A server that is not started yet. It serves the Tako routers of the application context,
     * which are asked for when it starts, and the handler.
     */
    @Override
    public WebServer getWebServer(HttpHandler httpHandler) {
        CompressionConfig compression = TakoSettings.compression(getCompression());
        WebServerTls tls =
                getSsl() instanceof Ssl ssl && ssl.isEnabled()
                        ? new WebServerTls(ssl, sslProperties, getSslBundles(), tlsOptions)
                        : null;
        @Nullable Http2 spoken = getHttp2();
        HttpListenerConfig primary =
                TakoSettings.primary(
                                listenerName(),
                                listenAddress(),
                                limits,
                                timeouts,
                                http2.enabled(spoken != null && spoken.isEnabled()),
                                compression,
                                tls == null ? null : tls.config(),
                                proxy,
                                filter)
                        .withAccessLog(accessLog);
        boolean own = primary.name().equals(ListenerConfig.PRIMARY);
        NamedListeners.Told named =
                namedListeners == null || !own
                        ? NamedListeners.Told.NONE
                        : namedListeners.told(primary, getSslBundles(), tlsOptions);
        List<ListenerConfig> listeners = new ArrayList<>(named.listeners());
        boolean inherited = own && inheritedSockets.has(primary.name());
        if (getPort() >= 0 || inherited || listeners.isEmpty()) {
            listeners.addFirst(primary);
        }
        ServerConfig config = customized(new ServerConfig(listeners, drain));
        if (own) {
            config = config.withListeners(inheritedSockets.adoptedBy(config.listeners()));
        }
        NamedListeners.requireDifferentAddresses(config.listeners());
        Map<String, WebServerTls> allTls = new LinkedHashMap<>(named.tls());
        if (tls != null) {
            allTls.put(primary.name(), tls);
        }
        if (compression != null) {
            log.info("Responses are compressed with {}", ResponseCompression.describe());
        }
        ServerConfig told = config;
        return new TakoWebServer(
                () -> server(told, httpHandler),
                runtime,
                allTls,
                primary.name(),
                inherited ? Math.max(getPort(), 0) : getPort(),
                getShutdown() == Shutdown.GRACEFUL);
    }

    private TakoServer server(ServerConfig config, HttpHandler httpHandler) {
        Map<String, HttpService> services = HttpServices.of(context(), httpHandler);
        NamedListeners.requireRouters(config.listeners(), services);
        return new TakoServer(
                runtime, config, services, SocketBeans.of(context(), config.listeners()));
    }

    private ServerConfig customized(ServerConfig config) {
        ServerConfig customized = config;
        for (TakoServerCustomizer customizer : customizers) {
            customized = customizer.customize(customized);
        }
        return customized;
    }

    private ApplicationContext context() {
        return Objects.requireNonNull(context, "not in an application context");
    }

    /** The server of a context below the application's is called as that context calls it. */
    private String listenerName() {
        String namespace = WebServerApplicationContext.getServerNamespace(context);
        return namespace == null ? ListenerConfig.PRIMARY : namespace;
    }

    private InetSocketAddress listenAddress() {
        InetAddress address = getAddress();
        int port = Math.max(getPort(), 0);
        return address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
    }
}
