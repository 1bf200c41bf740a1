package io.tako.transport.http.body;

import io.tako.http.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** A reader of the stream, which is refused where a virtual thread would park. */
final class ScheduledStream implements ScheduledReader {

    private final InputStream in;
    private final Random random;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private boolean ended;
    private boolean failed;
    private boolean closed;

    ScheduledStream(IncomingBody body, Random random) {
        this.in = body.stream();
        this.random = random;
    }

    @Override
    public String step() {
        return over() ? "is through" : read(1 + random.nextInt(3000));
    }

    private String read(int most) {
        byte[] bytes = new byte[most];
        try {
            int count = in.read(bytes);
            if (count < 0) {
                ended = true;
                return "reads the end";
            }
            got.write(bytes, 0, count);
            return "reads " + count;
        } catch (IllegalStateException e) {
            return "would wait";
        } catch (IOException | Rejection e) {
            failed = true;
            return "fails";
        }
    }

    @Override
    public String leave() {
        if (random.nextInt(3) != 0) {
            return "stays";
        }
        closed = true;
        try {
            in.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return "closes";
    }

    @Override
    public void readOn() {
        while (!over() && !read(4096).equals("would wait")) {}
    }

    @Override
    public int count() {
        return got.size();
    }

    @Override
    public boolean failed() {
        return failed && !closed;
    }

    @Override
    public byte[] got() {
        return got.toByteArray();
    }

    @Override
    public boolean sawEnd() {
        return ended;
    }

    @Override
    public boolean over() {
        return ended || failed || closed;
    }

    @Override
    public boolean left() {
        return failed || closed;
    }

    @Override
    public boolean asks() {
        return false;
    }

    @Override
    public boolean mayBeOnLoop() {
        return false;
    }
}
