package io.tako.transport.http.body;

import io.tako.http.Content;
import io.tako.http.Rejection;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

/** A body that was there, or was empty, before the handler started. */
public final class ArrivedBody implements Content {

    /** The body of a request that has none. */
    public static final ArrivedBody NONE =
            new ArrivedBody(new byte[0], HttpHeaders.EMPTY, Long.MAX_VALUE);

    private final byte[] bytes;
    private final HttpHeaders trailers;
    private long limit;

    /**
     * @param bytes all of the body, not copied
     * @param trailers the fields after it
     * @param limit the largest size in bytes that is handed out
     */
    public ArrivedBody(byte[] bytes, HttpHeaders trailers, long limit) {
        this.bytes = bytes;
        this.trailers = trailers;
        this.limit = limit;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void limit(long max) {
        if (bytes.length > 0) {
            BodyLimits.check(bytes.length, max);
            limit = max;
        }
    }

    @Override
    public byte[] bytes() throws Rejection.TooLarge {
        BodyLimits.check(bytes.length, limit);
        return bytes;
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Flux<DataBuffer> flux() {
        return bytes.length == 0
                ? Flux.empty()
                : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
    }

    @Override
    public HttpHeaders trailers() {
        return trailers;
    }
}
