package io.tako.transport.http.v2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;

/**
 * Counts the frames that cost work and move no request forward (RFC 9113 section 10.5). Work done
 * for the peer earns them back, and every 30 seconds the count begins anew.
 */
final class ControlFrameBudget {

    private static final int EARNED_BY_WORK = 4;
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(30);

    private final int most;
    private int spent;
    private long since = System.nanoTime();

    ControlFrameBudget(int most) {
        this.most = most;
    }

    /**
     * A control frame has come.
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
            spent = 0;
        } else {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "more than %d control frames", most);
        }
    }

    /** A frame of a request or an answer has passed. */
    void earn() {
        spent = Math.max(0, spent - EARNED_BY_WORK);
    }
}
