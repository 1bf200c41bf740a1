package io.tako.transport.http.exchange;

import io.tako.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The hints of one exchange that its loop has not sent yet. Safe for any thread. */
final class EarlyHints {

    /** More than any page needs; what waits for a busy loop stays small whatever a handler does. */
    private static final int MOST = 16;

    private List<Response> waiting = new ArrayList<>(2);
    private int given;

    /** Takes one more; false if there have been too many. */
    synchronized boolean add(Response fields) {
        if (given == MOST) {
            return false;
        }
        given++;
        waiting.add(fields);
        return true;
    }

    /** Passes on what waits, each once and in order. */
    void each(Consumer<Response> taker) {
        take().forEach(taker);
    }

    private synchronized List<Response> take() {
        List<Response> taken = waiting;
        waiting = new ArrayList<>(2);
        return taken;
    }
}
