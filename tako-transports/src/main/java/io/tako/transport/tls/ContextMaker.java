package io.tako.transport.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import io.tako.transport.TlsSetupException;
import io.tako.transport.TlsSetupException.Part;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsMaterial;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes Netty's contexts from materials.
 *
 * @param alpn the protocols offered, best first; none negotiates none
 */
record ContextMaker(SslProvider provider, TlsConfig.ClientAuth clientAuth, List<String> alpn) {

    /** Both with forward secrecy and, but for broken implementations, without known attacks. */
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /**
     * RFC 9325 section 4.2 and the three of RFC 8446 appendix B.4 that TLS stacks have. Whatever
     * one of the implementations lacks is left out there.
     */
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    SslContext make(TlsMaterial material) {
        List<String> protocols = material.protocols().isEmpty() ? PROTOCOLS : material.protocols();
        SslContextBuilder builder =
                SslContextBuilder.forServer(keys(material))
                        .sslProvider(provider)
                        .protocols(protocols)
                        .clientAuth(netty(clientAuth));
        if (!alpn.isEmpty()) {
            builder.applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            alpn));
        }
        if (material.ciphers().isEmpty()) {
            builder.ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
        } else {
            builder.ciphers(material.ciphers(), IdentityCipherSuiteFilter.INSTANCE);
        }
        if (clientAuth != TlsConfig.ClientAuth.NONE) {
            if (material.trust() == null) {
                throw refused(
                        Part.TRUST,
                        material,
                        clientAuth.name().toLowerCase(Locale.ROOT),
                        "clients are asked for certificates, and nothing says which to trust",
                        null);
            }
            builder.trustManager(material.trust());
        }
        SslContext context;
        try {
            context = builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            boolean ciphers = !material.ciphers().isEmpty() && reason.contains("cipher");
            throw refused(
                    ciphers ? Part.CIPHERS : Part.KEYS,
                    material,
                    ciphers ? String.join(", ", material.ciphers()) : "",
                    reason,
                    e);
        }
        try {
            tryOut(context, material, protocols);
        } catch (RuntimeException e) {
            ReferenceCountUtil.release(context);
            throw e;
        }
        return context;
    }

    private static ClientAuth netty(TlsConfig.ClientAuth auth) {
        return switch (auth) {
            case NONE -> ClientAuth.NONE;
            case WANT -> ClientAuth.OPTIONAL;
            case NEED -> ClientAuth.REQUIRE;
        };
    }

    /** BoringSSL parses a key once then, and not for each handshake. */
    private KeyManagerFactory keys(TlsMaterial material) {
        return provider == SslProvider.JDK
                ? material.keys()
                : new OpenSslCachingX509KeyManagerFactory(material.keys());
    }

    /** Both implementations tell only when a connection comes that they lack what was asked for. */
    private void tryOut(SslContext context, TlsMaterial material, List<String> protocols) {
        SSLEngine engine;
        try {
            engine = context.newEngine(UnpooledByteBufAllocator.DEFAULT);
        } catch (IllegalArgumentException e) {
            boolean version = String.valueOf(e.getMessage()).contains("rotocol");
            throw refused(
                    version ? Part.PROTOCOLS : Part.CIPHERS,
                    material,
                    String.join(", ", version ? protocols : material.ciphers()),
                    String.valueOf(e.getMessage()),
                    e);
        }
        try {
            List<String> supported = List.of(engine.getSupportedProtocols());
            for (String protocol : protocols) {
                if (!supported.contains(protocol)) {
                    throw refused(
                            Part.PROTOCOLS,
                            material,
                            protocol,
                            "it is not one of " + String.join(", ", supported),
                            null);
                }
            }
        } finally {
            ReferenceCountUtil.release(engine);
        }
    }

    private static TlsSetupException refused(
            Part part,
            TlsMaterial material,
            String value,
            String reason,
            @Nullable Exception cause) {
        return new TlsSetupException(part, material.name(), value, reason, cause);
    }
}
