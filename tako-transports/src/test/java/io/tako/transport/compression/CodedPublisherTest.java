package io.tako.transport.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

final class CodedPublisherTest {

    private static final int LINES = 5000;

    private final AtomicInteger closed = new AtomicInteger();
    private final Coding counted =
            new Coding(
                    "counted",
                    out ->
                            new FilterOutputStream(out) {
                                @Override
                                public void close() throws IOException {
                                    closed.incrementAndGet();
                                    super.close();
                                }
                            });

    private static DataBuffer line(int n) {
        byte[] bytes = ("line " + n + "\n").getBytes(StandardCharsets.US_ASCII);
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }

    private static Flux<DataBuffer> lines() {
        return Flux.range(0, LINES).map(CodedPublisherTest::line);
    }

    private static String text() {
        StringBuilder all = new StringBuilder();
        for (int n = 0; n < LINES; n++) {
            all.append("line ").append(n).append('\n');
        }
        return all.toString();
    }

    /** The parts one after the other, as they are sent. */
    private static Flux<DataBuffer> sent(Coding coding, Publisher<? extends DataBuffer> part) {
        Body.Published body = new Body.Published(Mono.just(part), -1);
        return Flux.from(CodedPublisher.of(coding, body)).concatMap(one -> one, 1);
    }

    private static byte[] bytes(Flux<DataBuffer> buffers) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        buffers.toStream()
                .forEach(
                        buffer -> {
                            byte[] bytes = new byte[buffer.readableByteCount()];
                            buffer.read(bytes);
                            all.writeBytes(bytes);
                        });
        return all.toByteArray();
    }

    @Test
    void partThatComesFromAnotherThreadIsCompressedWhole() throws IOException {
        byte[] coded = bytes(sent(Coding.gzip(), lines().publishOn(Schedulers.parallel())));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(text());
        }
    }

    @Test
    void compressorIsClosedOnceAtTheEnd() {
        assertThat(bytes(sent(counted, lines()))).hasSize(text().length());
        assertThat(closed).hasValue(1);
    }

    @Test
    void cancelledBodyGivesItsCompressorBack() {
        Disposable sending = sent(counted, Flux.never()).subscribe();
        assertThat(closed).hasValue(0);
        sending.dispose();
        assertThat(closed).hasValue(1);
    }

    @Test
    void failedBodyGivesItsCompressorBack() {
        Flux<DataBuffer> failing = lines().concatWith(Mono.error(new IllegalStateException("no")));
        assertThatThrownBy(() -> bytes(sent(counted, failing))).hasMessage("no");
        assertThat(closed).hasValue(1);
    }

    @Test
    void bodyOfAnotherLengthThanDeclaredGivesItsCompressorBack() {
        Body.Published body = new Body.Published(Mono.just(lines()), 7);
        Flux<DataBuffer> parts =
                Flux.from(CodedPublisher.of(counted, body)).concatMap(one -> one, 1);
        assertThatThrownBy(() -> bytes(parts)).hasMessageContaining("the declared 7");
        assertThat(closed).hasValue(1);
    }
}
