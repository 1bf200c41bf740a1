package io.tako.autoconfigure.webflux;

import io.tako.http.Content;
import io.tako.http.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

/** The body of a request as the filters of the chain have left it. */
final class ChainContent implements Content {

    private static final int PREFETCH = 8;

    private final ServerHttpRequest request;
    private final Content wire;
    private final long bufferedLimit;
    private long limit = -1;
    private byte @Nullable [] whole;

    /**
     * @param wire the body as it comes from the connection, which has the trailers
     * @param bufferedLimit the largest size in bytes that is read into memory unless told otherwise
     */
    ChainContent(ServerHttpRequest request, Content wire, long bufferedLimit) {
        this.request = request;
        this.wire = wire;
        this.bufferedLimit = bufferedLimit;
    }

    @Override
    public long length() {
        long declared = request.getHeaders().getContentLength();
        return declared >= 0 || wire.length() != 0 ? declared : 0;
    }

    @Override
    public void limit(long bytes) {
        if (length() > bytes) {
            throw tooLarge(bytes);
        }
        limit = bytes;
    }

    private static Rejection.TooLarge tooLarge(long limit) {
        return new Rejection.TooLarge("the body is larger than " + limit + " bytes");
    }

    @Override
    public byte[] bytes() throws IOException {
        byte[] all = whole;
        if (all == null) {
            if (limit < 0) {
                limit(bufferedLimit);
            }
            all = joined((int) Math.min(limit, Integer.MAX_VALUE));
            whole = all;
        }
        return all;
    }

    private byte[] joined(int most) throws IOException {
        CompletableFuture<@Nullable DataBuffer> joined =
                DataBufferUtils.join(body(), most == 0 ? 1 : most).toFuture();
        if (!joined.isDone() && !Thread.currentThread().isVirtual()) {
            joined.cancel(true);
            throw new IllegalStateException(
                    "a nonBlocking handler cannot wait for a body that has not arrived;"
                            + " remove nonBlocking(...) from its route");
        }
        try {
            DataBuffer buffer = joined.get();
            if (buffer == null) {
                return new byte[0];
            }
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            DataBufferUtils.release(buffer);
            return bytes;
        } catch (InterruptedException e) {
            joined.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading the body");
        } catch (ExecutionException e) {
            throw failure(e.getCause(), most);
        }
    }

    private static IOException failure(@Nullable Throwable cause, long limit) {
        return switch (cause) {
            case DataBufferLimitException tooMuch -> throw tooLarge(limit);
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case IOException io -> io;
            case null -> new IOException("the body could not be read");
            default -> new IOException(cause);
        };
    }

    @Override
    public InputStream stream() {
        return DataBufferUtils.subscriberInputStream(flux(), PREFETCH);
    }

    @Override
    public Flux<DataBuffer> flux() {
        return limit < 0 ? body() : Flux.defer(this::limited);
    }

    /** The body; what is wrong with it in Tako's words again, which a route's own errors know. */
    private Flux<DataBuffer> body() {
        return request.getBody()
                .onErrorMap(
                        ResponseStatusException.class,
                        failure -> failure.getCause() instanceof Rejection own ? own : failure);
    }

    private Flux<DataBuffer> limited() {
        long[] left = {limit};
        return body().doOnNext(
                        buffer -> {
                            left[0] -= buffer.readableByteCount();
                            if (left[0] < 0) {
                                DataBufferUtils.release(buffer);
                                throw tooLarge(limit);
                            }
                        });
    }

    @Override
    public HttpHeaders trailers() {
        return wire.trailers();
    }
}
