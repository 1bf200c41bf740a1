package io.tako.benchmarks.servers;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The self-signed certificate a server shows; made anew for each, with an EC P-256 key. */
public final class Identity {

    private Identity() {}

    /** For localhost and 127.0.0.1. */
    static X509Bundle create() {
        try {
            return new CertificateBuilder()
                    .subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .ecp256()
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    /** Writes {@code certificate.pem} and {@code key.pem}, for a server that is not Java. */
    public static void write(Path directory) throws IOException {
        X509Bundle identity = create();
        Files.writeString(directory.resolve("certificate.pem"), identity.getCertificatePathPEM());
        Files.writeString(directory.resolve("key.pem"), identity.getPrivateKeyPEM());
    }
}
