package io.tako.autoconfigure;

import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.ProxyConfig;
import java.time.Duration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Gives the server of management endpoints the application's limits, timeouts, TLS options, filters
 * and drain; customizers of a context are not inherited by the one below it. The delay before a
 * drain is left out: the management server ends after the application's own, which has waited. So
 * is the PROXY protocol: probes come to a port of their own without a balancer.
 */
final class TakoManagementServerFactoryCustomizer
        implements WebServerFactoryCustomizer<TakoReactiveWebServerFactory>, Ordered {

    private final TakoReactiveWebServerFactoryCustomizer application;
    private final boolean ownSsl;

    /**
     * @param ownSsl whether {@code management.server.ssl} says how it is encrypted, and not {@code
     *     server.ssl}
     */
    TakoManagementServerFactoryCustomizer(
            TakoReactiveWebServerFactoryCustomizer application, boolean ownSsl) {
        this.application = application;
        this.ownSsl = ownSsl;
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public void customize(TakoReactiveWebServerFactory factory) {
        application.customize(factory);
        DrainConfig drain = factory.getDrain();
        factory.setDrain(new DrainConfig(Duration.ZERO, drain.timeout(), drain.quiet()));
        factory.setProxy(ProxyConfig.off());
        if (ownSsl) {
            factory.setSslProperties("management.server.ssl");
        }
    }
}
