package io.tako.autoconfigure;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Certificates of an authority of the test's own, and a client that trusts it. */
final class Certificates {

    static final String PASSWORD = "changeit";

    private final X509Bundle authority;

    Certificates() throws Exception {
        authority =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=Authority of a test")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned();
    }

    X509Bundle issue(String name) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .addSanDnsName(name)
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth()
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(authority);
    }

    /** Writes {@code tls.crt} and {@code tls.key}. */
    static Path pem(Path directory, X509Bundle certified) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("tls.crt"), certified.getCertificatePathPEM());
        Files.writeString(directory.resolve("tls.key"), certified.getPrivateKeyPEM());
        return directory;
    }

    /** Writes {@code ca.crt}. */
    Path authorityPem(Path directory) throws IOException {
        return Files.writeString(directory.resolve("ca.crt"), authority.getCertificatePEM());
    }

    /** Writes a store of these, under the aliases "0", "1" and so on. */
    static Path store(Path file, String type, X509Bundle... certified) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        for (int i = 0; i < certified.length; i++) {
            store.setKeyEntry(
                    "" + i,
                    certified[i].getKeyPair().getPrivate(),
                    PASSWORD.toCharArray(),
                    certified[i].getCertificatePath());
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** What a client speaks TLS with that trusts the authority. */
    SSLContext client(@Nullable X509Bundle shown) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                shown == null ? null : shown.toKeyManagerFactory().getKeyManagers(),
                authority.toTrustManagerFactory().getTrustManagers(),
                null);
        return context;
    }

    /** A handshake with a server of this machine that asks for the name. */
    SSLSocket connect(int port, String name) throws Exception {
        SSLSocket socket =
                (SSLSocket)
                        client(null)
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setSoTimeout(30_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The certificate such a handshake shows. */
    X509Certificate shown(int port, String name) throws Exception {
        try (SSLSocket socket = connect(port, name)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** The subject of that certificate. */
    String subject(int port, String name) throws Exception {
        return shown(port, name).getSubjectX500Principal().getName();
    }
}
