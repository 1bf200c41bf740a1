package io.tako.transport.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Gives a server the one key there is, wherever one of its kind is asked for. */
final class OneKeyManager extends X509ExtendedKeyManager {

    private static final String ALIAS = "key";

    private final ServerKey key;

    OneKeyManager(ServerKey key) {
        this.key = key;
    }

    /** Kinds are asked for with the kind that signed the certificate behind them: EC_RSA, say. */
    private boolean isOfKind(String asked) {
        int signer = asked.indexOf('_');
        return key.algorithm().equals(signer < 0 ? asked : asked.substring(0, signer));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, SSLEngine engine) {
        return isOfKind(kind) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String kind, Principal @Nullable [] issuers, Socket socket) {
        return isOfKind(kind) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return isOfKind(kind) ? new String[] {ALIAS} : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return key.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key.secret();
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] kinds, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
