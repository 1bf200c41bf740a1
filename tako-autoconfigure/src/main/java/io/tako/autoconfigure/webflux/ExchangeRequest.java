package io.tako.autoconfigure.webflux;

import io.tako.http.Connection;
import io.tako.http.CookiePairs;
import io.tako.http.Exchange;
import io.tako.http.Rejection;
import io.tako.http.UriText;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

/** An exchange's request as Spring sees it; its native request is the {@link Exchange}. */
final class ExchangeRequest extends AbstractServerHttpRequest {

    private final Exchange exchange;
    private final @Nullable FormBody form;

    /**
     * @throws URISyntaxException if what the client asks for is no URI to Java
     */
    ExchangeRequest(Exchange exchange) throws URISyntaxException {
        super(exchange.method(), uri(exchange), null, exchange.headers());
        this.exchange = exchange;
        this.form = FormBody.of(exchange.header(HttpHeaders.CONTENT_TYPE), exchange.content());
    }

    private static URI uri(Exchange exchange) throws URISyntaxException {
        String target = UriText.target(exchange.target());
        if (!target.startsWith("/") && target.indexOf("://") > 0) {
            return rooted(new URI(target));
        }
        String scheme = exchange.connection().secure() ? "https" : "http";
        // The server as a whole (RFC 9112 section 3.2.4) is no path.
        String path = target.equals("*") ? "" : target.startsWith("/") ? target : "/" + target;
        return new URI(scheme + "://" + host(exchange, scheme) + path);
    }

    /** Without a path the root is meant (RFC 9110 section 4.2.3). */
    private static URI rooted(URI absolute) throws URISyntaxException {
        if (!absolute.getRawPath().isEmpty()) {
            return absolute;
        }
        String query = absolute.getRawQuery();
        return new URI(
                absolute.getScheme()
                        + "://"
                        + absolute.getRawAuthority()
                        + (query == null ? "/" : "/?" + query));
    }

    /** The authority the client asked for, without the scheme's own port. */
    private static String host(Exchange exchange, String scheme) {
        String authority = exchange.authority();
        if (authority.isEmpty()) {
            return local(exchange.connection().localAddress());
        }
        String own = scheme.equals("https") ? ":443" : ":80";
        return authority.endsWith(own)
                ? authority.substring(0, authority.length() - own.length())
                : authority;
    }

    private static String local(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            String host = inet.getHostString();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return "localhost";
    }

    @Override
    protected MultiValueMap<String, HttpCookie> initCookies() {
        return CookiePairs.all(exchange.headers(HttpHeaders.COOKIE));
    }

    @Override
    public @Nullable InetSocketAddress getLocalAddress() {
        return exchange.connection().localAddress() instanceof InetSocketAddress inet ? inet : null;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        return exchange.connection().remoteAddress() instanceof InetSocketAddress inet
                ? inet
                : null;
    }

    @Override
    protected @Nullable SslInfo initSslInfo() {
        return exchange.connection().tls().map(Facts::new).orElse(null);
    }

    /** A body that breaks a rule fails as Spring's own errors do, with the status it calls for. */
    @Override
    public Flux<DataBuffer> getBody() {
        return (form == null ? exchange.content().flux() : form.flux())
                .onErrorMap(
                        Rejection.class,
                        broken ->
                                new ResponseStatusException(
                                        broken.status(), broken.what(), broken));
    }

    @SuppressWarnings("unchecked")
    @Override
    public <T> T getNativeRequest() {
        return (T) exchange;
    }

    @Override
    protected String initId() {
        return exchange.id();
    }

    /** The TLS session; its id is not told (TLS 1.3 has none that means anything). */
    private record Facts(Connection.Tls tls) implements SslInfo {

        @Override
        public @Nullable String getSessionId() {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getPeerCertificates() {
            List<X509Certificate> chain = tls.peerCertificates();
            return chain.isEmpty() ? null : chain.toArray(X509Certificate[]::new);
        }
    }
}
