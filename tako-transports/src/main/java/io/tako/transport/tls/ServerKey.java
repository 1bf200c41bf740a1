package io.tako.transport.tls;

import java.security.AsymmetricKey;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.spec.NamedParameterSpec;
import java.util.List;

/**
 * One private key with its certificate.
 *
 * @param secret the key, which may be the handle of one in hardware
 * @param chain its certificate first, then those of the authorities above
 */
record ServerKey(PrivateKey secret, List<X509Certificate> chain) {

    ServerKey {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether the key can leave the JVM, which one in hardware cannot. */
    boolean isExportable() {
        return secret.getEncoded() != null;
    }

    /** What JSSE calls keys of this kind. */
    String algorithm() {
        return certificate().getPublicKey().getAlgorithm();
    }

    /**
     * The kind of key in the words of those who make keys: RSA, P-384 ECDSA, Ed25519, ML-DSA-65.
     */
    String kind() {
        PublicKey key = certificate().getPublicKey();
        if (key instanceof ECKey curve) {
            return "P-" + curve.getParams().getCurve().getField().getFieldSize() + " ECDSA";
        }
        return key instanceof AsymmetricKey named
                        && named.getParams() instanceof NamedParameterSpec spec
                ? spec.getName()
                : algorithm();
    }
}
