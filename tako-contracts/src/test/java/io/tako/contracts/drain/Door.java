package io.tako.contracts.drain;

import io.tako.contracts.peers.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** How clients get in: a port of the loopback interface, in clear text or over TLS. */
public final class Door {

    static final int CONNECT_MILLIS = 300;

    private final int port;
    private final boolean tls;
    private final SSLContext trusting;

    Door(int port, boolean tls) {
        this.port = port;
        this.tls = tls;
        this.trusting = trusting();
    }

    /** Of a server that restarts it is of no matter here who it is. */
    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    URI uri(String path) {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port + path);
    }

    /**
     * Connects.
     *
     * @param patienceMillis how long what is sent may wait for its answer
     * @throws Load.NotConnected if nobody listens, or who does is about to end
     */
    Connected connect(int patienceMillis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        Socket plain = channel.socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        } catch (IOException down) {
            channel.close();
            throw new Load.NotConnected(down);
        }
        try {
            plain.setSoTimeout(patienceMillis);
            return new Connected(channel, tls ? encrypted(plain) : plain);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** From the first byte of the handshake on, the server owes an answer. */
    private SSLSocket encrypted(Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        trusting.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        socket.startHandshake();
        return socket;
    }

    /** Connects, to speak HTTP/1.1. */
    public RawClient client(int patienceMillis) throws IOException {
        return RawClient.over(connect(patienceMillis).socket());
    }

    /** A client of HTTP/2 where the server speaks it, with one connection for all. */
    HttpClient http2() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(trusting)
                .connectTimeout(Duration.ofMillis(CONNECT_MILLIS))
                .build();
    }

    /**
     * A connection.
     *
     * @param channel what carries it
     * @param socket what is spoken over
     */
    record Connected(SocketChannel channel, Socket socket) {}

    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
