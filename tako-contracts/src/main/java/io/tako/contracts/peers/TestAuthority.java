package io.tako.contracts.peers;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tako.transport.config.TlsMaterial;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority made for a test, which certifies servers and clients. */
public final class TestAuthority {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final X509Bundle root;

    private TestAuthority(X509Bundle root) {
        this.root = root;
    }

    /** A new authority that nobody else trusts. */
    public static TestAuthority create(String name) throws Exception {
        return new TestAuthority(
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=" + name)
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned());
    }

    /**
     * A new key with a certificate of this authority, for a server of these names. A wildcard is
     * its subject alone.
     */
    public Identity server(String name, String... others) throws Exception {
        CertificateBuilder builder =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=" + name)
                        .addSanDnsName(name.startsWith("*.") ? name.substring(2) : name)
                        .addSanIpAddress("127.0.0.1")
                        .addExtendedKeyUsageServerAuth();
        for (String other : others) {
            builder.addSanDnsName(other);
        }
        return new Identity(builder.buildIssuedBy(root));
    }

    /** The same with an RSA key. */
    public Identity rsaServer(String name) throws Exception {
        return new Identity(
                new CertificateBuilder()
                        .rsa2048()
                        .subject("CN=" + name)
                        .addSanDnsName(name)
                        .addSanIpAddress("127.0.0.1")
                        .addExtendedKeyUsageServerAuth()
                        .buildIssuedBy(root));
    }

    /** A new key with a certificate of this authority, for a client. */
    public Identity client(String name) throws Exception {
        return new Identity(
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=" + name)
                        .addExtendedKeyUsageClientAuth()
                        .buildIssuedBy(root));
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return root.getCertificate();
    }

    /** Its own certificate in PEM. */
    public String pem() {
        return root.getCertificatePEM();
    }

    /** Trusts what this authority certified. */
    public TrustManagerFactory trust() throws Exception {
        return trust(trustStore());
    }

    private static TrustManagerFactory trust(KeyStore store) throws Exception {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    /** A store with the authority's certificate alone. */
    public KeyStore trustStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", certificate());
        return store;
    }

    /** What a client speaks TLS with that trusts this authority, and shows a certificate or not. */
    public SSLContext clientContext(@Nullable Identity client) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                client == null ? null : client.keys().getKeyManagers(),
                trust().getTrustManagers(),
                null);
        return context;
    }

    /** A key and its certificate. */
    public static final class Identity {

        private final X509Bundle bundle;

        private Identity(X509Bundle bundle) {
            this.bundle = bundle;
        }

        public X509Certificate certificate() {
            return bundle.getCertificate();
        }

        /** The certificate and those of its authorities in PEM. */
        public String certificatePem() {
            return bundle.getCertificatePathPEM();
        }

        public String keyPem() {
            return bundle.getPrivateKeyPEM();
        }

        /** A store with both under the alias {@code server}, its password {@code changeit}. */
        public KeyStore keyStore(String type) throws Exception {
            return keyStore(type, this);
        }

        private KeyStore keyStore(String type, Identity certified) throws Exception {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            store.setKeyEntry(
                    "server",
                    bundle.getKeyPair().getPrivate(),
                    PASSWORD,
                    certified.bundle.getCertificatePath());
            return store;
        }

        public KeyManagerFactory keys() throws Exception {
            return keys(keyStore("PKCS12"));
        }

        private static KeyManagerFactory keys(KeyStore store) throws Exception {
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD);
            return factory;
        }

        /** What a server serves it from. */
        public TlsMaterial material() throws Exception {
            return TlsMaterial.of(certificate().getSubjectX500Principal().getName(), keys());
        }

        /** The key of this with the certificate of another, which do not belong together. */
        public TlsMaterial mismatchedWith(Identity other) throws Exception {
            return TlsMaterial.of("mismatched", keys(keyStore("PKCS12", other)));
        }
    }
}
