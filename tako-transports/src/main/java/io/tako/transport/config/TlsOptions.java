package io.tako.transport.config;

import static io.tako.transport.config.Bounds.notNegative;

import java.time.Duration;
import java.util.Objects;

/**
 * What a listener does about TLS beside its certificates.
 *
 * @param provider which implementation does it; {@link TlsProvider#AUTO} by default
 * @param rejectUnknownNames whether a client that asks for a server name nobody has a certificate
 *     for is refused with the alert {@code unrecognized_name} (RFC 6066 section 3); false by
 *     default, when it gets the standard certificate. Known are the names of {@link
 *     TlsConfig#serverNames()} and the DNS names of the standard certificate. A client that names
 *     no server always gets the standard certificate
 * @param handshakeTimeout from the start of a connection to the end of its handshake, 10 s by
 *     default, zero for no limit. Then close
 */
@Withers
public record TlsOptions(
        TlsProvider provider, boolean rejectUnknownNames, Duration handshakeTimeout)
        implements TlsOptionsBuilder.With {

    public TlsOptions {
        Objects.requireNonNull(provider, "provider");
        notNegative("handshakeTimeout", handshakeTimeout);
    }

    /** The options of a listener that says nothing about them. */
    public static TlsOptions defaults() {
        return new TlsOptions(TlsProvider.AUTO, false, Duration.ofSeconds(10));
    }
}
