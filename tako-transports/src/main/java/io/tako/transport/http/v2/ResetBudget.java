package io.tako.transport.http.v2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * The count of streams that end by RST_STREAM, whoever sends it and whatever its code: a peer can
 * bring about each of them, and each leaves work behind that was done for nothing. An answer that
 * was sent whole earns one back. Belongs to the event loop.
 */
final class ResetBudget {

    /**
     * Streams that are refused without being counted while the peer may not know yet how many it
     * may open: more than fit in what a connection sends before it hears of the server.
     */
    static final int REFUSED_UNAWARES = 512;

    private final FrameBudget budget;
    private int refused;
    private boolean settingsSeen;

    ResetBudget(int most) {
        this.budget = new FrameBudget(most, "streams that were reset");
    }

    /** The peer has seen what the server's SETTINGS say. */
    void onSettingsSeen() {
        settingsSeen = true;
    }

    /** The peer resets a stream. */
    void onReceived() throws Http2Exception {
        budget.spend();
    }

    /** The server resets a stream. */
    void onSent(long code) throws Http2Exception {
        boolean unaware =
                code == Http2Error.REFUSED_STREAM.code()
                        && !settingsSeen
                        && ++refused <= REFUSED_UNAWARES;
        if (!unaware) {
            budget.spend();
        }
    }

    /** A request was answered. */
    void onAnswered() {
        budget.earn(1);
    }
}
