package io.tako.http;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a balancer that ends TLS tells of it in a PROXY header (section 2.2.6 of the protocol).
 * Immutable.
 */
public final class ProxySsl {

    private static final int FIXED_BYTES = 5;

    private static final int OVER_SSL = 0x01;
    private static final int CERTIFICATE_ON_CONNECTION = 0x02;
    private static final int CERTIFICATE_IN_SESSION = 0x04;

    private static final int VERSION = 0x21;
    private static final int COMMON_NAME = 0x22;
    private static final int CIPHER = 0x23;
    private static final int SIGNATURE_ALGORITHM = 0x24;
    private static final int KEY_ALGORITHM = 0x25;
    private static final int CLIENT_CERTIFICATE = 0x28;

    private final int client;
    private final int verify;
    private final List<ProxyTlv> tlvs;

    private ProxySsl(int client, int verify, List<ProxyTlv> tlvs) {
        this.client = client;
        this.verify = verify;
        this.tlvs = tlvs;
    }

    /**
     * Reads the value of a TLV of type {@link ProxyTlv#SSL}.
     *
     * @throws IllegalArgumentException if it is cut short
     */
    static ProxySsl read(ByteBuffer value) {
        if (value.remaining() < FIXED_BYTES) {
            throw new IllegalArgumentException(
                    "TLS information of " + value.remaining() + " bytes (expected: 5 or more)");
        }
        int client = Byte.toUnsignedInt(value.get());
        int verify = value.getInt();
        return new ProxySsl(client, verify, ProxyTlv.readAll(value));
    }

    /** Whether the client connected by TLS. */
    public boolean used() {
        return (client & OVER_SSL) != 0;
    }

    /** Whether the client showed a certificate on this connection. */
    public boolean certificateShown() {
        return (client & CERTIFICATE_ON_CONNECTION) != 0;
    }

    /** Whether the client showed a certificate at least once in its TLS session. */
    public boolean certificateInSession() {
        return (client & CERTIFICATE_IN_SESSION) != 0;
    }

    /** Whether the client showed a certificate and the balancer found it good. */
    public boolean verified() {
        return verify == 0 && (certificateShown() || certificateInSession());
    }

    /** What the balancer found of the certificate: 0 if it is good. */
    public int verify() {
        return verify;
    }

    /** The version of TLS, such as {@code TLSv1.3}. */
    public Optional<String> version() {
        return text(VERSION);
    }

    /** The common name in the subject of the client's certificate. */
    public Optional<String> commonName() {
        return text(COMMON_NAME);
    }

    /** The cipher, in the balancer's words: {@code ECDHE-RSA-AES128-GCM-SHA256}, say. */
    public Optional<String> cipher() {
        return text(CIPHER);
    }

    /** The algorithm that the server's certificate is signed by, such as {@code SHA256}. */
    public Optional<String> signatureAlgorithm() {
        return text(SIGNATURE_ALGORITHM);
    }

    /** The algorithm of the key of the server's certificate, such as {@code RSA2048}. */
    public Optional<String> keyAlgorithm() {
        return text(KEY_ALGORITHM);
    }

    /**
     * The client's certificate itself, where the balancer sends it and found it good. One that
     * cannot be read is none.
     */
    public Optional<X509Certificate> clientCertificate() {
        return verified()
                ? ProxyHeader.first(tlvs, CLIENT_CERTIFICATE).flatMap(ProxySsl::certificate)
                : Optional.empty();
    }

    private static Optional<X509Certificate> certificate(ProxyTlv tlv) {
        ByteBuffer value = tlv.value();
        byte[] der = new byte[value.remaining()];
        value.get(der);
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** All that was told, in its order. */
    public List<ProxyTlv> tlvs() {
        return tlvs;
    }

    private Optional<String> text(int type) {
        return ProxyHeader.first(tlvs, type).map(ProxyTlv::text);
    }
}
