package io.tako.benchmarks.jmh;

import io.tako.http.Connection;
import io.tako.http.Content;
import io.tako.http.Exchange;
import io.tako.http.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;

/**
 * A request that can be handled any number of times: what a transport would do costs nothing here.
 */
final class FixedExchange implements Exchange, Content {

    private static final String JSON = "application/json";

    private final HttpMethod method;
    private final String target;
    private final byte[] body;

    /** The body, if it has any bytes, is JSON. */
    FixedExchange(HttpMethod method, String target, byte[] body) {
        this.method = method;
        this.target = target;
        this.body = body;
    }

    @Override
    public HttpMethod method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String authority() {
        return "localhost";
    }

    @Override
    public @Nullable String header(String name) {
        return body.length > 0 && name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) ? JSON : null;
    }

    @Override
    public List<String> headers(String name) {
        String value = header(name);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        headers.addAll(HttpHeaders.CONTENT_TYPE, headers(HttpHeaders.CONTENT_TYPE));
        return headers;
    }

    @Override
    public Content content() {
        return this;
    }

    @Override
    public long length() {
        return body.length;
    }

    @Override
    public void limit(long bytes) {}

    @Override
    public byte[] bytes() {
        return body;
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(body);
    }

    @Override
    public Flux<DataBuffer> flux() {
        return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body));
    }

    @Override
    public HttpHeaders trailers() {
        return HttpHeaders.EMPTY;
    }

    @Override
    public Connection connection() {
        throw new UnsupportedOperationException("no connection underneath");
    }

    @Override
    public String id() {
        return "fixed";
    }

    @Override
    public boolean respond(Response response) {
        return true;
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
        return () -> {};
    }

    @Override
    public Timeout onDrain(Runnable action) {
        return () -> {};
    }

    @Override
    public void onEnd(EndAction action) {}
}
