package io.tako.transport.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.tako.transport.TlsSetupException;
import io.tako.transport.TlsSetupException.Part;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsMaterial;
import io.tako.transport.config.TlsProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;

/**
 * What the handshakes of a listener use until its next reload. Counted, because BoringSSL's side of
 * it is freed by hand: by the listener when it has a newer one, by each handshake when it has made
 * its engine, which holds what it needs itself.
 */
final class Contexts extends AbstractReferenceCounted {

    private final String provider;
    private final List<SslContext> made;
    private final Mapping<String, Optional<SslContext>> byName;

    private Contexts(
            String provider, List<SslContext> made, Mapping<String, Optional<SslContext>> byName) {
        this.provider = provider;
        this.made = made;
        this.byName = byName;
    }

    /**
     * Makes them, each proven by a handshake with itself. Where it is left to us which
     * implementation does it, the JDK's takes what BoringSSL cannot serve.
     *
     * @param alpn the protocols offered, best first
     * @param halfClose whether one direction is to end without the other
     * @throws TlsSetupException if any part of it cannot be served
     */
    static Contexts of(TlsConfig config, List<String> alpn, boolean halfClose) {
        Map<TlsMaterial, ServerKeys> keys = new LinkedHashMap<>();
        keys.put(config.standard(), ServerKeys.of(config.standard()));
        for (TlsMaterial material : config.serverNames().values()) {
            keys.computeIfAbsent(material, ServerKeys::of);
        }
        Providers provider =
                Providers.choose(
                        config.options().provider(), halfClose, config.standard(), keys.values());
        try {
            return make(config, alpn, keys, provider);
        } catch (TlsSetupException e) {
            boolean ours = config.options().provider() == TlsProvider.AUTO;
            if (!ours || provider.ssl() == SslProvider.JDK || e.part() != Part.KEY_KIND) {
                throw e;
            }
            return make(config, alpn, keys, Providers.jdkFor(e.reason()));
        }
    }

    private static Contexts make(
            TlsConfig config,
            List<String> alpn,
            Map<TlsMaterial, ServerKeys> keys,
            Providers provider) {
        ContextMaker maker = new ContextMaker(provider, config.clientAuth(), alpn);
        List<SslContext> made = new ArrayList<>();
        try {
            Map<TlsMaterial, SslContext> contexts = new LinkedHashMap<>();
            for (Map.Entry<TlsMaterial, ServerKeys> one : keys.entrySet()) {
                SslContext context = maker.make(one.getKey(), one.getValue());
                made.add(context);
                contexts.put(one.getKey(), context);
            }
            return new Contexts(
                    provider.describe(), List.copyOf(made), mapping(config, contexts, keys));
        } catch (RuntimeException e) {
            made.forEach(ReferenceCountUtil::release);
            throw e;
        }
    }

    private static Mapping<String, Optional<SslContext>> mapping(
            TlsConfig config,
            Map<TlsMaterial, SslContext> contexts,
            Map<TlsMaterial, ServerKeys> keys) {
        Optional<SslContext> standard = Optional.ofNullable(contexts.get(config.standard()));
        boolean reject = config.options().rejectUnknownNames();
        DomainWildcardMappingBuilder<Optional<SslContext>> names =
                new DomainWildcardMappingBuilder<>(reject ? Optional.empty() : standard);
        ServerKeys standardKeys = keys.get(config.standard());
        if (reject && standardKeys != null) {
            for (String name : standardKeys.dnsNames()) {
                names.add(name, standard);
            }
        }
        config.serverNames()
                .forEach(
                        (name, material) ->
                                names.add(
                                        checked(name, material),
                                        Optional.ofNullable(contexts.get(material))));
        return names.build();
    }

    private static String checked(String name, TlsMaterial material) {
        String host = name.startsWith("*.") ? name.substring(2) : name;
        try {
            if (host.indexOf('*') >= 0) {
                throw new IllegalArgumentException("a wildcard that is not the whole first label");
            }
            return name.substring(0, name.length() - host.length())
                    + new SNIHostName(host).getAsciiName();
        } catch (IllegalArgumentException e) {
            throw new TlsSetupException(
                    Part.SERVER_NAME,
                    material.name(),
                    name,
                    "it is neither a host name nor one that begins with \"*.\"",
                    e);
        }
    }

    /** What a client that asks for this name gets; nothing if it is to be refused. */
    Optional<SslContext> named(String name) {
        return byName.map(name);
    }

    /** What a client that names no server gets. */
    SslContext standard() {
        return made.getFirst();
    }

    /** Which implementation does it. */
    String provider() {
        return provider;
    }

    @Override
    protected void deallocate() {
        made.forEach(ReferenceCountUtil::release);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }
}
