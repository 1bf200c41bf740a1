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
 * Makes Netty's contexts from materials, and lets each prove that it can serve.
 *
 * @param alpn the protocols offered, best first; none negotiates none
 */
record ContextMaker(Providers provider, TlsConfig.ClientAuth clientAuth, List<String> alpn) {

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

    /**
     * A context that serves each of the keys.
     *
     * @throws TlsSetupException if it cannot be made, or a key is of a kind that the implementation
     *     cannot serve with these versions and cipher suites
     */
    SslContext make(TlsMaterial material, ServerKeys keys) {
        SslContext context = build(material, SslContextBuilder.forServer(factory(material)));
        try {
            tryOut(context, material);
            prove(context, material, keys.all());
            return context;
        } catch (RuntimeException e) {
            ReferenceCountUtil.release(context);
            throw e;
        }
    }

    private static List<String> protocols(TlsMaterial material) {
        return material.protocols().isEmpty() ? PROTOCOLS : material.protocols();
    }

    /**
     * Of several keys a handshake shows one, so that each is tried by itself too: which one a
     * client gets depends on what it offers.
     */
    private void prove(SslContext context, TlsMaterial material, List<ServerKey> keys) {
        String failure = handshake(context, material);
        if (failure != null) {
            throw unserved(material, keys.getFirst(), failure);
        }
        for (ServerKey key : keys.size() == 1 ? List.<ServerKey>of() : keys) {
            failure = handshake(material, key);
            if (failure != null) {
                throw unserved(material, key, failure);
            }
        }
    }

    private @Nullable String handshake(SslContext context, TlsMaterial material) {
        return new SelfHandshake(context, provider.ssl(), protocols(material)).failure();
    }

    private @Nullable String handshake(TlsMaterial material, ServerKey key) {
        SslContext context = build(material, SslContextBuilder.forServer(new OneKeyManager(key)));
        try {
            return handshake(context, material);
        } finally {
            ReferenceCountUtil.release(context);
        }
    }

    /** What is at fault: the choice of cipher suites or versions, or else the kind of the key. */
    private TlsSetupException unserved(TlsMaterial material, ServerKey key, String failure) {
        if (!material.ciphers().isEmpty() && handshake(material.withCiphers(), key) == null) {
            return refused(
                    Part.CIPHERS,
                    material,
                    String.join(", ", material.ciphers()),
                    "none of them can be used with its " + key.kind() + " key",
                    null);
        }
        TlsMaterial standard = material.withCiphers().withProtocols();
        if (!material.protocols().isEmpty() && handshake(standard, key) == null) {
            return refused(
                    Part.PROTOCOLS,
                    material,
                    String.join(", ", material.protocols()),
                    provider.subject() + " cannot serve its " + key.kind() + " key with that alone",
                    null);
        }
        return refused(
                Part.KEY_KIND,
                material,
                provider.demanded(),
                "%s cannot serve its %s key: %s".formatted(provider.subject(), key.kind(), failure),
                null);
    }

    private SslContext build(TlsMaterial material, SslContextBuilder builder) {
        builder.sslProvider(provider.ssl())
                .protocols(protocols(material))
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
        try {
            return builder.build();
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
    }

    private static ClientAuth netty(TlsConfig.ClientAuth auth) {
        return switch (auth) {
            case NONE -> ClientAuth.NONE;
            case WANT -> ClientAuth.OPTIONAL;
            case NEED -> ClientAuth.REQUIRE;
        };
    }

    /** BoringSSL parses a key once then, and not for each handshake. */
    private KeyManagerFactory factory(TlsMaterial material) {
        return provider.ssl() == SslProvider.JDK
                ? material.keys()
                : new OpenSslCachingX509KeyManagerFactory(material.keys());
    }

    /** Both implementations tell only when a connection comes that they lack what was asked for. */
    private void tryOut(SslContext context, TlsMaterial material) {
        List<String> protocols = protocols(material);
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
