package io.tako.transport.tls;

import io.tako.transport.TlsSetupException;
import io.tako.transport.TlsSetupException.Part;
import io.tako.transport.config.TlsMaterial;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * The keys of a material, each proven to be that of its certificate. Neither implementation of TLS
 * looks before the first handshake fails of it, which after a reload would be too late.
 *
 * @param all each with its certificate, at least one
 */
record ServerKeys(List<ServerKey> all) {

    ServerKeys {
        all = List.copyOf(all);
    }

    private static final int DNS_NAME = 2;

    /** All there are: JSSE asks for aliases by the kind of key alone. */
    private static final String[] KINDS = {
        "EC", "RSA", "RSASSA-PSS", "EdDSA", "Ed25519", "Ed448", "ML-DSA"
    };

    /**
     * Looks at all keys.
     *
     * @throws TlsSetupException if there is none, or one that is not its certificate's
     */
    static ServerKeys of(TlsMaterial material) {
        List<ServerKey> keys = new ArrayList<>();
        X509KeyManager manager = manager(material);
        for (String alias : aliases(manager)) {
            X509Certificate[] chain = manager.getCertificateChain(alias);
            PrivateKey key = manager.getPrivateKey(alias);
            if (chain == null || chain.length == 0 || key == null) {
                continue;
            }
            if (!matches(key, chain[0].getPublicKey())) {
                throw refused(
                        material,
                        "the private key is not that of the certificate of "
                                + chain[0].getSubjectX500Principal());
            }
            keys.add(new ServerKey(key, List.of(chain)));
        }
        if (keys.isEmpty()) {
            throw refused(material, "there is no private key with a certificate");
        }
        return new ServerKeys(keys);
    }

    private static X509KeyManager manager(TlsMaterial material) {
        for (KeyManager manager : material.keys().getKeyManagers()) {
            if (manager instanceof X509KeyManager found) {
                return found;
            }
        }
        throw refused(material, "there is no manager of X.509 keys");
    }

    private static Set<String> aliases(X509KeyManager manager) {
        Set<String> aliases = new LinkedHashSet<>();
        for (String kind : KINDS) {
            String[] found = manager.getServerAliases(kind, null);
            if (found != null) {
                aliases.addAll(List.of(found));
            }
        }
        return aliases;
    }

    private static boolean matches(PrivateKey key, PublicKey certified) {
        try {
            byte[] text = {1, 2, 3};
            Signature signing = signature(key.getAlgorithm(), key);
            signing.initSign(key);
            signing.update(text);
            byte[] signed = signing.sign();
            Signature verifying = signature(certified.getAlgorithm(), certified);
            verifying.initVerify(certified);
            verifying.update(text);
            return verifying.verify(signed);
        } catch (GeneralSecurityException differentKinds) {
            return false;
        }
    }

    private static Signature signature(String algorithm, Key key) throws GeneralSecurityException {
        if (key instanceof ECKey || algorithm.equals("EC")) {
            return Signature.getInstance("SHA256withECDSA");
        }
        switch (algorithm) {
            case "RSA" -> {
                return Signature.getInstance("SHA256withRSA");
            }
            case "RSASSA-PSS" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(parameters(key));
                return pss;
            }
            default -> {
                return Signature.getInstance(algorithm);
            }
        }
    }

    /** What the key allows, which may be one digest alone (RFC 4055 section 3.1). */
    private static PSSParameterSpec parameters(Key key) {
        return key instanceof RSAKey rsa && rsa.getParams() instanceof PSSParameterSpec own
                ? own
                : new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    }

    /** Whether all keys can leave the JVM. */
    boolean areExportable() {
        return all.stream().allMatch(ServerKey::isExportable);
    }

    /** The DNS names the certificates are for, with wildcards as they are. */
    Set<String> dnsNames() {
        Set<String> names = new LinkedHashSet<>();
        for (ServerKey key : all) {
            try {
                Collection<List<?>> alternatives = key.certificate().getSubjectAlternativeNames();
                if (alternatives != null) {
                    for (List<?> alternative : alternatives) {
                        if (alternative.get(0) instanceof Integer kind
                                && kind == DNS_NAME
                                && alternative.get(1) instanceof String name) {
                            names.add(name);
                        }
                    }
                }
            } catch (CertificateParsingException unreadable) {
                // Its names are nobody's then; clients would not accept it for any either.
                continue;
            }
        }
        return names;
    }

    private static TlsSetupException refused(TlsMaterial material, String reason) {
        return new TlsSetupException(Part.KEYS, material.name(), "", reason, null);
    }
}
