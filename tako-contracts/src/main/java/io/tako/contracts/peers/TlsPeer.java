package io.tako.contracts.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client connected over TLS, by the JDK. */
public final class TlsPeer implements AutoCloseable {

    private final SSLSocket socket;
    private final RawClient client;

    private TlsPeer(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.client = RawClient.over(socket);
    }

    /**
     * Connects to a port of the loopback interface and shakes hands.
     *
     * @param serverName the name asked for; none if it is empty
     * @param protocols the versions offered; the JDK's own if there are none
     */
    public static TlsPeer connect(
            SSLContext context, int port, String serverName, String... protocols)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setSoTimeout(30_000);
            SSLParameters parameters = socket.getSSLParameters();
            if (!serverName.isEmpty()) {
                parameters.setServerNames(List.of(new SNIHostName(serverName)));
            }
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.startHandshake();
            return new TlsPeer(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** What was sent and is received inside of TLS. */
    public RawClient http() {
        return client;
    }

    public SSLSocket socket() {
        return socket;
    }

    /** The certificate the server showed. */
    public X509Certificate certificate() throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
