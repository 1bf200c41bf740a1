package io.tako.http;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/** The bytes of a body, and how often they were flushed on their way. */
record RenderedBody(byte[] bytes, int flushes) {

    static RenderedBody of(Body body) throws Exception {
        return switch (body) {
            case Body.Empty empty -> new RenderedBody(new byte[0], 0);
            case Body.Bytes inMemory -> new RenderedBody(inMemory.array(), 0);
            case Body.File file -> new RenderedBody(read(file), 0);
            case Body.Streaming streaming -> run(streaming);
            case Body.Published published -> new RenderedBody(join(published), 0);
            case Body.Upgrade upgrade -> new RenderedBody(new byte[0], 0);
        };
    }

    private static byte[] read(Body.File file) throws Exception {
        try (InputStream in = Files.newInputStream(file.path())) {
            in.skipNBytes(file.position());
            byte[] bytes = in.readNBytes(Math.toIntExact(file.length()));
            if (bytes.length < file.length()) {
                throw new AssertionError("the file is shorter than its body says: " + file);
            }
            return bytes;
        }
    }

    private static byte[] join(Body.Published published) {
        DataBuffer all =
                DataBufferUtils.join(Flux.from(published.content()).concatMap(part -> part))
                        .block(Duration.ofSeconds(30));
        if (all == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[all.readableByteCount()];
        all.read(bytes);
        return bytes;
    }

    private static RenderedBody run(Body.Streaming streaming) throws Exception {
        Recorder recorder = new Recorder();
        streaming.writer().writeTo(recorder);
        byte[] bytes = recorder.written.toByteArray();
        if (streaming.length() >= 0 && streaming.length() != bytes.length) {
            throw new AssertionError(
                    "the body has " + bytes.length + " bytes and declares " + streaming.length());
        }
        return new RenderedBody(bytes, recorder.flushes);
    }

    private static final class Recorder implements BodyWriter {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int flushes;

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public boolean open() {
            return true;
        }
    }
}
