package io.tako.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that only says where it comes from. */
final class TestConnection implements Connection {

    private SocketAddress remoteAddress = new InetSocketAddress("127.0.0.1", 50_000);
    private @Nullable Tls tls;

    void remoteAddress(SocketAddress address) {
        remoteAddress = address;
    }

    void tls(Tls session) {
        tls = session;
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
        return new InetSocketAddress("127.0.0.1", 8080);
    }

    @Override
    public String protocol() {
        return "http/1.1";
    }

    @Override
    public boolean secure() {
        return tls != null;
    }

    @Override
    public int core() {
        return 0;
    }

    @Override
    public Optional<Tls> tls() {
        return Optional.ofNullable(tls);
    }
}
