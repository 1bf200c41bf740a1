package io.tako.transport.compression;

import io.tako.http.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A published body that is compressed on its way; what a part brought, the client can read at the
 * part's end. Work is done on the threads that signal.
 */
final class CodedPublisher {

    private static final Logger log = LoggerFactory.getLogger(CodedPublisher.class);

    private final ByteArrayOutputStream coded = new ByteArrayOutputStream(512);
    private final OutputStream compressor;
    private final long length;
    private long read;
    private boolean ended;

    private CodedPublisher(Coding coding, long length) {
        this.length = length;
        try {
            this.compressor = coding.over(coded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parts of the body, compressed as one. Each subscriber gets a compressor of its own. */
    static Publisher<Publisher<DataBuffer>> of(Coding coding, Body.Published plain) {
        return Flux.defer(() -> new CodedPublisher(coding, plain.length()).parts(plain.content()));
    }

    // There being no more parts says nothing of how far the last one is, so it is the parts that
    // give the compressor back.
    private Flux<Publisher<DataBuffer>> parts(
            Publisher<? extends Publisher<? extends DataBuffer>> plain) {
        return Flux.from(plain)
                .<Publisher<DataBuffer>>map(this::part)
                .concatWith(Mono.fromSupplier(() -> Mono.fromCallable(this::end)))
                .doOnError(failure -> release())
                .doOnCancel(this::release);
    }

    private Publisher<DataBuffer> part(Publisher<? extends DataBuffer> plain) {
        return Flux.from(plain)
                .mapNotNull(this::add)
                .concatWith(Mono.fromCallable(this::flush))
                .doOnError(failure -> release())
                .doOnCancel(this::release);
    }

    private synchronized @Nullable DataBuffer add(DataBuffer plain) {
        if (ended) {
            DataBufferUtils.release(plain);
            return null;
        }
        try (DataBuffer.ByteBufferIterator pieces = plain.readableByteBuffers()) {
            byte[] bytes = new byte[plain.readableByteCount()];
            int at = 0;
            while (pieces.hasNext()) {
                var piece = pieces.next();
                int count = piece.remaining();
                piece.get(bytes, at, count);
                at += count;
            }
            read += bytes.length;
            compressor.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            DataBufferUtils.release(plain);
        }
        return taken();
    }

    private synchronized @Nullable DataBuffer flush() throws IOException {
        if (ended) {
            return null;
        }
        compressor.flush();
        return taken();
    }

    private synchronized @Nullable DataBuffer end() throws IOException {
        if (length >= 0 && read != length) {
            release();
            throw new IOException("the body has " + read + " bytes and not the declared " + length);
        }
        ended = true;
        compressor.close();
        return taken();
    }

    /** What the compressor has put out; null if that is nothing. */
    private @Nullable DataBuffer taken() {
        if (coded.size() == 0) {
            return null;
        }
        byte[] bytes = coded.toByteArray();
        coded.reset();
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }

    /** Gives native memory back if the body did not come to its end; the thread may be any. */
    private synchronized void release() {
        if (!ended) {
            ended = true;
            try {
                compressor.close();
            } catch (IOException | RuntimeException e) {
                log.debug("A compressor did not close", e);
            }
        }
    }
}
