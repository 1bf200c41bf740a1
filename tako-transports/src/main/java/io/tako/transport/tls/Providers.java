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
 * @param demanded the value of the setting that insists on it; empty if it was left to us
 */
record Providers(SslProvider ssl, String describe, String demanded) {

    private static final String JDK = "the JDK";

    /** The JDK's instead of one that cannot do something. */
    static Providers jdkFor(String reason) {
        return new Providers(SslProvider.JDK, JDK + " (" + reason + ")", "");
    }

    /** Its name within a sentence. */
    String subject() {
        return ssl == SslProvider.JDK ? JDK + "'s TLS" : "BoringSSL";
    }

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
            return new Providers(SslProvider.JDK, JDK, "");
        }
        if (wanted == TlsProvider.AUTO && halfClose) {
            return jdkFor("BoringSSL ends both directions at once");
        }
        String demanded =
                wanted == TlsProvider.OPENSSL ? wanted.name().toLowerCase(Locale.ROOT) : "";
        String missing = missing(keys);
        if (missing.isEmpty()) {
            return new Providers(SslProvider.OPENSSL_REFCNT, OpenSsl.versionString(), demanded);
        }
        if (!demanded.isEmpty()) {
            throw new TlsSetupException(
                    Part.PROVIDER,
                    standard.name(),
                    demanded,
                    missing,
                    OpenSsl.unavailabilityCause());
        }
        return jdkFor(missing);
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
        if (!keys.stream().allMatch(ServerKeys::areExportable)) {
            return "a private key cannot leave its key store";
        }
        return "";
    }
}
