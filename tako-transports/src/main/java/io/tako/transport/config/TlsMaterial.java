package io.tako.transport.config;

import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server's keys with their certificates, and how they are used.
 *
 * @param name what logs and failures call it, such as the name of a bundle
 * @param keys initialised; its keys are checked against their certificates when a server takes it
 * @param trust whose client certificates are accepted, initialised; null where none are asked for
 * @param protocols the versions spoken, such as {@code TLSv1.3}; empty for 1.3 and 1.2
 * @param ciphers the cipher suites by their standard names, best first; empty for those that hide
 *     past traffic from whoever gets the key later and authenticate what they encrypt
 */
public record TlsMaterial(
        String name,
        KeyManagerFactory keys,
        @Nullable TrustManagerFactory trust,
        List<String> protocols,
        List<String> ciphers) {

    public TlsMaterial {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(keys, "keys");
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /** Keys alone, with the standard versions and cipher suites. */
    public static TlsMaterial of(String name, KeyManagerFactory keys) {
        return new TlsMaterial(name, keys, null, List.of(), List.of());
    }

    public TlsMaterial withTrust(TrustManagerFactory other) {
        return new TlsMaterial(name, keys, other, protocols, ciphers);
    }

    public TlsMaterial withProtocols(String... other) {
        return new TlsMaterial(name, keys, trust, List.of(other), ciphers);
    }

    public TlsMaterial withCiphers(String... other) {
        return new TlsMaterial(name, keys, trust, protocols, List.of(other));
    }
}
