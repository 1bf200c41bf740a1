package io.tako.transport.http.v2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;

/**
 * A count of frames that cost work and move no request forward (RFC 9113 section 10.5). Work done
 * for the peer earns them back, and every 30 seconds the count begins anew. Belongs to the event
 * loop.
 */
final class FrameBudget {

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(30);

    private final int most;
    private final String what;
    private int spent;
    private long since = System.nanoTime();

    /**
     * @param most how many there may be, 0 for any number
     * @param what the frames in the plural, for the peer to read
     */
    FrameBudget(int most, String what) {
        this.most = most;
        this.what = what;
    }

    /**
     * Counts one more.
     *
     * @throws Http2Exception to end the connection if there were too many
     */
    void spend() throws Http2Exception {
        if (most == 0 || ++spent <= most) {
            return;
        }
        long now = System.nanoTime();
        if (now - since > PERIOD) {
            since = now;
            spent = 1;
        } else {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "more than %d %s", most, what);
        }
    }

    /** Counts so many less. */
    void earn(int frames) {
        spent = Math.max(0, spent - frames);
    }
}
