package io.tako.transport.config;

import io.tako.transport.TakoServer;
import java.util.Map;
import java.util.Objects;

/**
 * How a listener speaks TLS. Immutable; a running server takes a new one by {@link
 * TakoServer#reloadTls}.
 *
 * @param standard for clients that name no server, or one that has nothing of its own
 * @param serverNames by the name a client asks for (RFC 6066 section 3): exact, or with {@code *}
 *     for its whole first label
 * @param clientAuth whether clients are asked for a certificate, {@link ClientAuth#NONE} by
 *     default; asking needs {@link TlsMaterial#trust()}
 * @param options everything else
 */
public record TlsConfig(
        TlsMaterial standard,
        Map<String, TlsMaterial> serverNames,
        ClientAuth clientAuth,
        TlsOptions options) {

    /** Whether a client shows who it is. */
    public enum ClientAuth {
        /** It is not asked. */
        NONE,
        /**
         * It is asked, and served without a certificate too; one that is not trusted is refused.
         */
        WANT,
        /** It is asked, and refused without a certificate that is trusted. */
        NEED
    }

    public TlsConfig {
        Objects.requireNonNull(standard, "standard");
        serverNames = Map.copyOf(serverNames);
        Objects.requireNonNull(clientAuth, "clientAuth");
        Objects.requireNonNull(options, "options");
    }

    /** One certificate for all names, with everything else left at its default. */
    public static TlsConfig of(TlsMaterial standard) {
        return new TlsConfig(standard, Map.of(), ClientAuth.NONE, TlsOptions.defaults());
    }

    public TlsConfig withServerNames(Map<String, TlsMaterial> other) {
        return new TlsConfig(standard, other, clientAuth, options);
    }

    public TlsConfig withClientAuth(ClientAuth other) {
        return new TlsConfig(standard, serverNames, other, options);
    }

    public TlsConfig withOptions(TlsOptions other) {
        return new TlsConfig(standard, serverNames, clientAuth, other);
    }
}
