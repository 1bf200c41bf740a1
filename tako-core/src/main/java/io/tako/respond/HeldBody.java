package io.tako.respond;

import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.Request;
import io.tako.http.StreamingBody;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.springframework.http.HttpMethod;

/**
 * A body over something that is open already. It is let go of after the body was written, and also
 * when the body never is: at once for HEAD, and by the garbage collector's notice when middleware
 * put another body in its place.
 */
final class HeldBody implements StreamingBody {

    private static final Cleaner CLEANER = Cleaner.create();

    private final StreamingBody writer;
    private final Cleaner.Cleanable held;

    private HeldBody(StreamingBody writer, Runnable release) {
        this.writer = writer;
        this.held = CLEANER.register(this, release);
    }

    /**
     * The body for this request.
     *
     * @param release lets go; must not hold on to the returned body, and runs once on any thread
     */
    static Body of(StreamingBody writer, Runnable release, Request request) {
        if (HttpMethod.HEAD.equals(request.method())) {
            release.run();
            return new Body.Streaming(out -> {}, -1);
        }
        return new Body.Streaming(new HeldBody(writer, release), -1);
    }

    @Override
    public void writeTo(BodyWriter out) throws Exception {
        try {
            writer.writeTo(out);
        } finally {
            held.clean();
            Reference.reachabilityFence(this);
        }
    }
}
