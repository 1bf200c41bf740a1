package io.tako.transport.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.tako.transport.TlsSetupException;
import io.tako.transport.TlsSetupException.Part;
import io.tako.transport.config.TlsMaterial;
import io.tako.transport.config.TlsProvider;
import java.util.Collection;
import java.util.Locale;

/**
 * The implementation of TLS that was chosen, and why it is not the better one.
 *
 * @param ssl its name in Netty
 * @param describe its name and the reason, for the start-up line
 */
record Providers(SslProvider ssl, String describe) {

    private static final String JDK = "the JDK";

    /**
     * @param halfClose whether one direction is to end without the other, which the engine of
     *     BoringSSL does not do
     * @param keys those of all the materials of the listener
     * @throws TlsSetupException if BoringSSL is demanded and cannot be had
     */
    static Providers choose(
            TlsProvider wanted,
            boolean halfClose,
            TlsMaterial standard,
            Collection<ServerKeys> keys) {
        if (wanted == TlsProvider.JDK) {
            return new Providers(SslProvider.JDK, JDK);
        }
        if (wanted == TlsProvider.AUTO && halfClose) {
            return new Providers(
                    SslProvider.JDK, JDK + " (BoringSSL ends both directions at once)");
        }
        String missing = missing(keys);
        if (missing.isEmpty()) {
            return new Providers(SslProvider.OPENSSL_REFCNT, OpenSsl.versionString());
        }
        if (wanted == TlsProvider.OPENSSL) {
            throw new TlsSetupException(
                    Part.PROVIDER,
                    standard.name(),
                    wanted.name().toLowerCase(Locale.ROOT),
                    missing,
                    OpenSsl.unavailabilityCause());
        }
        return new Providers(SslProvider.JDK, JDK + " (" + missing + ")");
    }

    private static String missing(Collection<ServerKeys> keys) {
        if (!OpenSsl.isAvailable()) {
            return OpenSsl.unavailabilityCause() instanceof ClassNotFoundException
                    ? "netty-tcnative is not on the class path"
                    : "netty-tcnative cannot be used here: " + OpenSsl.unavailabilityCause();
        }
        if (!OpenSsl.supportsKeyManagerFactory()) {
            return "this OpenSSL takes no keys from the JVM";
        }
        if (!keys.stream().allMatch(ServerKeys::exportable)) {
            return "a private key cannot leave its key store";
        }
        return "";
    }
}
