package io.tako.autoconfigure;

import io.tako.access.ConnectionFilter;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.core.Ordered;

/**
 * Hands {@code tako.*} and what Boot's own customizer leaves of {@code server.*} to the factory.
 */
final class TakoReactiveWebServerFactoryCustomizer
        implements WebServerFactoryCustomizer<TakoReactiveWebServerFactory>, Ordered {

    private final ServerProperties server;
    private final LifecycleProperties lifecycle;
    private final TakoSettings settings;
    private final InheritedSockets sockets;
    private final ObjectProvider<ListenerCustomizer> listeners;
    private final ObjectProvider<TakoServerCustomizer> customizers;
    private final ConnectionFilter filter;

    TakoReactiveWebServerFactoryCustomizer(
            ServerProperties server,
            LifecycleProperties lifecycle,
            TakoSettings settings,
            InheritedSockets sockets,
            ObjectProvider<ListenerCustomizer> listeners,
            ObjectProvider<TakoServerCustomizer> customizers,
            ObjectProvider<ConnectionFilter> filters) {
        this.listeners = listeners;
        this.customizers = customizers;
        // One of each for all servers of the application, so that what they count is counted once.
        this.filter =
                ConnectionFilter.allOf(
                        Stream.concat(settings.filters().stream(), filters.orderedStream())
                                .toList());
        this.server = server;
        this.lifecycle = lifecycle;
        this.settings = settings;
        this.sockets = sockets;
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public void customize(TakoReactiveWebServerFactory factory) {
        ForwardHeadersStrategy strategy = server.getForwardHeadersStrategy();
        if (strategy == ForwardHeadersStrategy.NATIVE && !settings.trustsProxies()) {
            throw new RefusedSettingException(
                    "server.forward-headers-strategy",
                    strategy.name().toLowerCase(Locale.ROOT),
                    "Tako believes forwarding fields of named proxies only.",
                    "Name the proxies in tako.trusted-proxies, or choose framework to believe"
                            + " everybody.");
        }
        String serverHeader = server.getServerHeader();
        if (serverHeader != null) {
            throw new RefusedSettingException(
                    "server.server-header",
                    serverHeader,
                    "Tako sends no Server field.",
                    "Remove the property, or set the field in a Middleware bean.");
        }
        factory.setLimits(settings.limits(server.getMaxHttpRequestHeaderSize()));
        factory.setTimeouts(settings.timeouts());
        factory.setHttp2Config(settings.http2());
        factory.setDrain(settings.drain(lifecycle.getTimeoutPerShutdownPhase()));
        factory.setTlsOptions(settings.tlsOptions());
        factory.setProxy(settings.proxy());
        factory.setFilter(filter);
        factory.setAccessLog(settings.accessLog());
        factory.setInheritedSockets(sockets);
        factory.setNamedListeners(settings.listeners(listeners.orderedStream().toList()));
        factory.addServerCustomizers(customizers.orderedStream().toList());
    }
}
