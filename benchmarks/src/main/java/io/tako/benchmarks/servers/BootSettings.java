package io.tako.benchmarks.servers;

import io.netty.pkitesting.X509Bundle;
import java.util.ArrayList;
import java.util.List;

/** A protocol in the words of Spring Boot, as arguments of the command line. */
final class BootSettings {

    private BootSettings() {}

    static String[] of(Protocol protocol, int port, String... others) {
        List<String> settings = new ArrayList<>(List.of(others));
        settings.add("--server.address=127.0.0.1");
        settings.add("--server.port=" + port);
        settings.add("--server.http2.enabled=" + protocol.http2());
        if (protocol.tls()) {
            X509Bundle identity = Identity.create();
            settings.add("--server.ssl.certificate=" + identity.getCertificatePathPEM());
            settings.add("--server.ssl.certificate-private-key=" + identity.getPrivateKeyPEM());
        }
        return settings.toArray(String[]::new);
    }
}
