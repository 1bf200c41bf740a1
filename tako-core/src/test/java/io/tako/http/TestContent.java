package io.tako.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

/** A request body that has arrived whole, with the limits and errors of a real one. */
final class TestContent implements Content {

    private static final int PIECE = 1024;

    private final byte[] bytes;
    private final HttpHeaders trailers;
    private boolean declared = true;
    private long limit = -1;
    private boolean streamed;
    private boolean buffered;
    private volatile boolean ended;
    private volatile boolean gone;

    TestContent(byte[] bytes, HttpHeaders trailers) {
        this.bytes = bytes;
        this.trailers = trailers;
    }

    void undeclared() {
        declared = false;
    }

    void disconnect() {
        gone = true;
    }

    @Override
    public long length() {
        return declared ? bytes.length : -1;
    }

    @Override
    public void limit(long most) {
        limit = most;
        if (length() > most) {
            throw tooLarge(most);
        }
    }

    @Override
    public byte[] bytes() throws IOException {
        if (streamed) {
            throw new IllegalStateException("the body was read already");
        }
        if (gone) {
            throw new ClientGoneException("the peer left");
        }
        long most = limit < 0 ? RouterSettings.DEFAULT_MAX_BUFFERED_BODY : limit;
        if (bytes.length > most) {
            throw tooLarge(most);
        }
        buffered = true;
        ended = true;
        return bytes;
    }

    @Override
    public InputStream stream() {
        claim();
        return new Limited(new ByteArrayInputStream(bytes));
    }

    @Override
    public Flux<DataBuffer> flux() {
        claim();
        InputStream source = new Limited(new ByteArrayInputStream(bytes));
        return Flux.generate(
                sink -> {
                    try {
                        byte[] piece = source.readNBytes(PIECE);
                        if (piece.length == 0) {
                            sink.complete();
                        } else {
                            sink.next(DefaultDataBufferFactory.sharedInstance.wrap(piece));
                        }
                    } catch (IOException | Rejection e) {
                        sink.error(e);
                    }
                });
    }

    @Override
    public HttpHeaders trailers() {
        return ended ? HttpHeaders.readOnlyHttpHeaders(trailers) : new HttpHeaders();
    }

    private void claim() {
        if (streamed || buffered) {
            throw new IllegalStateException("the body was read already");
        }
        streamed = true;
    }

    private static Rejection.TooLarge tooLarge(long most) {
        return new Rejection.TooLarge("The body is larger than " + most + " bytes");
    }

    /** Reads on until the peer is gone or the limit is passed. */
    private final class Limited extends InputStream {

        private final InputStream in;
        private long count;

        Limited(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (gone) {
                throw new ClientGoneException("the peer left");
            }
            int read = in.read(target, offset, length);
            if (read < 0) {
                ended = true;
            } else {
                count += read;
                if (limit >= 0 && count > limit) {
                    throw tooLarge(limit);
                }
            }
            return read;
        }
    }
}
