package io.tako.autoconfigure.webflux;

import io.tako.http.Connection;
import io.tako.http.Content;
import io.tako.http.Exchange;
import io.tako.http.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What is underneath a request that came by no connection of Tako's: a test's, which is bound. */
final class DetachedExchange implements Exchange {

    private static final SocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ServerHttpRequest request;

    DetachedExchange(ServerHttpRequest request) {
        this.request = request;
    }

    @Override
    public HttpMethod method() {
        return request.getMethod();
    }

    @Override
    public String target() {
        return request.getURI().getRawPath();
    }

    @Override
    public String authority() {
        String authority = request.getURI().getAuthority();
        return authority == null ? "localhost" : authority;
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeaders().getFirst(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.getHeaders().getOrDefault(name, List.of());
    }

    @Override
    public HttpHeaders headers() {
        return request.getHeaders();
    }

    @Override
    public Content content() {
        return new Unread(request.getHeaders().getContentLength());
    }

    @Override
    public Connection connection() {
        return new Nothing(request);
    }

    @Override
    public String id() {
        return request.getId();
    }

    @Override
    public boolean respond(Response response) {
        return false;
    }

    @Override
    public void hints(HttpHeaders fields) {}

    @Override
    public boolean open() {
        return true;
    }

    @Override
    public void interrupt() {}

    @Override
    public Timeout schedule(Duration delay, Runnable action) {
        Disposable scheduled =
                Schedulers.parallel().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return scheduled::dispose;
    }

    @Override
    public Timeout onDrain(Runnable action) {
        return () -> {};
    }

    @Override
    public void onEnd(EndAction action) {}

    /** A body that is read by way of the request alone. */
    private record Unread(long length) implements Content {

        @Override
        public void limit(long bytes) {}

        @Override
        public byte[] bytes() {
            return new byte[0];
        }

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(bytes());
        }

        @Override
        public Flux<DataBuffer> flux() {
            return Flux.empty();
        }

        @Override
        public HttpHeaders trailers() {
            return HttpHeaders.EMPTY;
        }
    }

    /** A connection that is none. */
    private record Nothing(ServerHttpRequest request) implements Connection {

        @Override
        public long id() {
            return 0;
        }

        @Override
        public SocketAddress remoteAddress() {
            InetSocketAddress remote = request.getRemoteAddress();
            return remote == null ? NOWHERE : remote;
        }

        @Override
        public SocketAddress localAddress() {
            InetSocketAddress local = request.getLocalAddress();
            return local == null ? NOWHERE : local;
        }

        @Override
        public String protocol() {
            return "http/1.1";
        }

        @Override
        public boolean secure() {
            return "https".equals(request.getURI().getScheme());
        }

        @Override
        public int core() {
            return 0;
        }

        @Override
        public Optional<Tls> tls() {
            return Optional.empty();
        }
    }
}
