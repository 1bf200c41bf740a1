package io.tako.transport.compression;

import io.tako.http.BodyWriter;
import io.tako.http.StreamingBody;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body that is compressed while it is written; what it flushes, the client can read. */
final class CodedBody implements StreamingBody {

    private static final Logger log = LoggerFactory.getLogger(CodedBody.class);

    private final Coding coding;
    private final StreamingBody plain;
    private final long length;

    /**
     * @param length how many bytes the plain body has, or -1
     */
    CodedBody(Coding coding, StreamingBody plain, long length) {
        this.coding = coding;
        this.plain = plain;
        this.length = length;
    }

    @Override
    public void writeTo(BodyWriter out) throws Exception {
        Outlet outlet = new Outlet(out);
        OutputStream compressor = coding.over(outlet);
        try {
            Writer writer = new Writer(compressor, out);
            plain.writeTo(writer);
            if (length >= 0 && writer.written != length) {
                throw new IOException(
                        "the body has " + writer.written + " bytes and not the declared " + length);
            }
            compressor.close();
        } catch (Throwable t) {
            // Its native memory goes, and nobody takes what was written for the whole.
            outlet.mute();
            closeQuietly(compressor);
            throw t;
        }
    }

    private static void closeQuietly(OutputStream compressor) {
        try {
            compressor.close();
        } catch (IOException | RuntimeException e) {
            log.debug("A compressor did not close", e);
        }
    }

    /** What the body writes to. */
    private static final class Writer implements BodyWriter {

        private final OutputStream compressor;
        private final BodyWriter out;
        private long written;

        Writer(OutputStream compressor, BodyWriter out) {
            this.compressor = compressor;
            this.out = out;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            compressor.write(bytes, offset, length);
            written += length;
        }

        @Override
        public void flush() throws IOException {
            compressor.flush();
            out.flush();
        }

        @Override
        public boolean open() {
            return out.open();
        }
    }

    /** What the compressor writes to. */
    private static final class Outlet extends OutputStream {

        private final BodyWriter out;
        private boolean muted;

        Outlet(BodyWriter out) {
            this.out = out;
        }

        void mute() {
            muted = true;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!muted) {
                out.write(bytes, offset, length);
            }
        }
    }
}
