package io.tako.autoconfigure.webflux;

import io.tako.http.Content;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/**
 * The body of a form, which can be read again: a filter looks for a field of its own in it (the
 * CSRF token, a hidden method) before the handler reads it. Kept in memory while it is read, unless
 * it is larger than a form should be; a larger one is read once, as any body.
 */
final class FormBody {

    private static final int MOST = 2 * 1024 * 1024;

    private final Content content;
    private volatile byte @Nullable [] whole;

    private FormBody(Content content) {
        this.content = content;
    }

    /** The body if the type says that it is a form's fields, else null. */
    static @Nullable FormBody of(@Nullable String contentType, Content content) {
        String form = MediaType.APPLICATION_FORM_URLENCODED_VALUE;
        return contentType != null && contentType.regionMatches(true, 0, form, 0, form.length())
                ? new FormBody(content)
                : null;
    }

    Flux<DataBuffer> flux() {
        return Flux.defer(
                () -> {
                    byte[] read = whole;
                    return read == null
                            ? first()
                            : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(read));
                });
    }

    private Flux<DataBuffer> first() {
        Copy copy = new Copy();
        return content.flux()
                .doOnNext(copy::add)
                .doOnComplete(
                        () -> {
                            if (!copy.dropped) {
                                whole = copy.bytes.toByteArray();
                            }
                        });
    }

    /** What has passed so far. */
    private static final class Copy {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean dropped;

        void add(DataBuffer buffer) {
            if (dropped || bytes.size() + buffer.readableByteCount() > MOST) {
                dropped = true;
                bytes.reset();
                return;
            }
            byte[] passing = new byte[buffer.readableByteCount()];
            buffer.toByteBuffer(buffer.readPosition(), ByteBuffer.wrap(passing), 0, passing.length);
            bytes.writeBytes(passing);
        }
    }
}
