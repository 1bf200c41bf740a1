package io.tako.autoconfigure.observation;

import io.tako.http.CookiePairs;
import io.tako.http.Request;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Flux;

/**
 * A route's request to look at, taken apart only as far as a convention asks. Any path that a
 * client may send can be looked at: what is no URI to Java is shown percent-encoded.
 */
final class ObservedRequest implements ServerHttpRequest {

    private final Request request;

    ObservedRequest(Request request) {
        this.request = request;
    }

    @Override
    public String getId() {
        return request.id();
    }

    @Override
    public HttpMethod getMethod() {
        return request.method();
    }

    @Override
    public HttpHeaders getHeaders() {
        return request.headers();
    }

    @Override
    public RequestPath getPath() {
        String path = request.path();
        try {
            return RequestPath.parse(path, null);
        } catch (IllegalArgumentException brokenEncoding) {
            return RequestPath.parse(path.replace("%", "%25"), null);
        }
    }

    @Override
    public URI getURI() {
        String scheme = request.connection().secure() ? "https" : "http";
        String query = request.query() == null ? "" : "?" + request.query();
        try {
            return new URI(scheme + "://" + request.authority() + request.path() + query);
        } catch (URISyntaxException e) {
            return quoted(scheme);
        }
    }

    private URI quoted(String scheme) {
        try {
            return new URI(scheme, null, request.path(), request.query(), null);
        } catch (URISyntaxException e) {
            return URI.create("/");
        }
    }

    @Override
    public MultiValueMap<String, String> getQueryParams() {
        String query = request.query();
        return query == null
                ? new LinkedMultiValueMap<>()
                : UriComponentsBuilder.newInstance().query(query).build().getQueryParams();
    }

    @Override
    public MultiValueMap<String, HttpCookie> getCookies() {
        return CookiePairs.all(request.headers(HttpHeaders.COOKIE));
    }

    @Override
    public @Nullable InetSocketAddress getLocalAddress() {
        return request.connection().localAddress() instanceof InetSocketAddress inet ? inet : null;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        return request.connection().remoteAddress() instanceof InetSocketAddress inet ? inet : null;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    /** The body is the handler's alone. */
    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.error(new IllegalStateException("an observed request has no body to read"));
    }
}
