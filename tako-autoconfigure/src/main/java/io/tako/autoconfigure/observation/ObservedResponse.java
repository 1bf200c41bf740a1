package io.tako.autoconfigure.observation;

import io.tako.http.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;

/** A route's response to look at: its status and its fields. There is no writing to it. */
final class ObservedResponse implements ServerHttpResponse {

    /** Before there is one. */
    static final ObservedResponse NONE = new ObservedResponse(null);

    private final @Nullable Response response;
    private @Nullable HttpHeaders headers;

    ObservedResponse(@Nullable Response response) {
        this.response = response;
    }

    @Override
    public @Nullable HttpStatusCode getStatusCode() {
        return response == null ? null : response.status();
    }

    @Override
    public boolean isCommitted() {
        return response != null;
    }

    @Override
    public HttpHeaders getHeaders() {
        HttpHeaders seen = headers;
        if (seen == null) {
            HttpHeaders fields = new HttpHeaders();
            if (response != null) {
                response.forEachHeader(fields::add);
            }
            seen = HttpHeaders.readOnlyHttpHeaders(fields);
            headers = seen;
        }
        return seen;
    }

    /** Cookies are among the fields. */
    @Override
    public MultiValueMap<String, ResponseCookie> getCookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public boolean setStatusCode(@Nullable HttpStatusCode status) {
        return false;
    }

    @Override
    public void addCookie(ResponseCookie cookie) {
        throw decided();
    }

    @Override
    public DataBufferFactory bufferFactory() {
        return DefaultDataBufferFactory.sharedInstance;
    }

    @Override
    public void beforeCommit(Supplier<? extends Mono<Void>> action) {
        throw decided();
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return Mono.error(decided());
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return Mono.error(decided());
    }

    @Override
    public Mono<Void> setComplete() {
        return Mono.error(decided());
    }

    private static IllegalStateException decided() {
        return new IllegalStateException("an observed response cannot be changed");
    }
}
