package io.tako.autoconfigure;

import io.tako.runtime.TakoRuntime;
import io.tako.transport.Http2Config;
import io.tako.transport.HttpLimits;
import io.tako.transport.HttpTimeouts;
import io.tako.transport.ServerConfig;
import io.tako.transport.TakoServer;
import io.tako.transport.TlsOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.AbstractReactiveWebServerFactory;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Makes the web server of an application from its routers and its runtime. Change it with a {@code
 * WebServerFactoryCustomizer<TakoReactiveWebServerFactory>} bean. A setting that this version
 * cannot honour (compression) stops the application from starting.
 */
public final class TakoReactiveWebServerFactory extends AbstractReactiveWebServerFactory {

    private final TakoRuntime runtime;
    private final ObjectProvider<Routers> routers;
    private HttpLimits limits = HttpLimits.defaults();
    private HttpTimeouts timeouts = HttpTimeouts.defaults();
    private Http2Config http2 = Http2Config.off();
    private TlsOptions tlsOptions = TlsOptions.defaults();

    /** The routers are asked for when a server starts, after all beans have been made. */
    public TakoReactiveWebServerFactory(TakoRuntime runtime, ObjectProvider<Routers> routers) {
        this.runtime = runtime;
        this.routers = routers;
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

    /** What TLS does beside its certificates, which {@code server.ssl.*} names. */
    public void setTlsOptions(TlsOptions options) {
        this.tlsOptions = options;
    }

    /**
     * A server that is not started yet. It serves the Tako routers; the handler of WebFlux is not
     * asked.
     */
    @Override
    public WebServer getWebServer(HttpHandler httpHandler) {
        refuseUnsupported();
        WebServerTls tls =
                getSsl() instanceof Ssl ssl && ssl.isEnabled()
                        ? new WebServerTls(ssl, getSslBundles(), tlsOptions)
                        : null;
        @Nullable Http2 spoken = getHttp2();
        ServerConfig config =
                TakoSettings.serverConfig(
                        listenAddress(),
                        limits,
                        timeouts,
                        http2.enabled(spoken != null && spoken.isEnabled()),
                        tls == null ? null : tls.config());
        return new TakoWebServer(
                () -> new TakoServer(runtime, config, routers.getObject().byName()),
                runtime,
                tls,
                getPort(),
                getShutdown() == Shutdown.GRACEFUL);
    }

    private InetSocketAddress listenAddress() {
        InetAddress address = getAddress();
        int port = Math.max(getPort(), 0);
        return address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
    }

    private void refuseUnsupported() {
        @Nullable Compression compression = getCompression();
        if (compression != null && compression.getEnabled()) {
            throw new RefusedSettingException(
                    "server.compression.enabled",
                    "true",
                    "Compression is not yet supported by this version of Tako.",
                    "Remove server.compression.enabled, and compress in front of the application.");
        }
    }
}
