package io.tako.autoconfigure.webflux;

import io.tako.http.Connection;
import io.tako.http.Content;
import io.tako.http.Exchange;
import io.tako.http.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * An exchange as a route inside WebFlux's chain has it: the request as the filters have left it,
 * and an answer that goes back through them.
 */
final class ChainExchange implements Exchange {

    private final ServerHttpRequest request;
    private final Exchange wire;
    private final Content content;
    private final Consumer<Response> answer;
    private final AtomicBoolean answered = new AtomicBoolean();

    /**
     * @param answer takes the first answer
     */
    ChainExchange(
            ServerHttpRequest request,
            Exchange wire,
            long bufferedLimit,
            Consumer<Response> answer) {
        this.request = request;
        this.wire = wire;
        this.content = new ChainContent(request, wire.content(), bufferedLimit);
        this.answer = answer;
    }

    ServerHttpRequest request() {
        return request;
    }

    @Override
    public HttpMethod method() {
        return request.getMethod();
    }

    @Override
    public String target() {
        URI uri = request.getURI();
        String query = uri.getRawQuery();
        return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query;
    }

    @Override
    public @Nullable String connectProtocol() {
        return wire.connectProtocol();
    }

    /** What the chain has put in place of the client's: as the field, or else as the URI. */
    @Override
    public String authority() {
        String asked = wire.authority();
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        if (host != null && !host.equals(asked)) {
            return host;
        }
        String told = request.getURI().getRawAuthority();
        // The URI leaves the scheme's own port away, and is of the server where nothing was asked.
        return told == null || asked.isEmpty() || asked.equals(told) || asked.startsWith(told + ":")
                ? asked
                : told;
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
        return content;
    }

    @Override
    public Connection connection() {
        return ChainConnection.of(request, wire.connection());
    }

    @Override
    public String id() {
        return wire.id();
    }

    @Override
    public boolean respond(Response response) {
        if (!wire.open() || !answered.compareAndSet(false, true)) {
            return false;
        }
        answer.accept(response);
        return true;
    }

    @Override
    public void hints(HttpHeaders fields) {
        if (!answered.get()) {
            wire.hints(fields);
        }
    }

    @Override
    public boolean open() {
        return !answered.get() && wire.open();
    }

    @Override
    public void interrupt() {
        wire.interrupt();
    }

    @Override
    public Timeout schedule(Duration delay, Runnable action) {
        return wire.schedule(delay, action);
    }

    @Override
    public Timeout onDrain(Runnable action) {
        return wire.onDrain(action);
    }

    @Override
    public void onEnd(EndAction action) {
        wire.onEnd(action);
    }
}
