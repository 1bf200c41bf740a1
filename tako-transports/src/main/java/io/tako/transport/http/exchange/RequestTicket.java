package io.tako.transport.http.exchange;

import io.tako.transport.http.HttpCore;

/**
 * One dispatched request in the counts of its listener: counted in when it is taken, and out once,
 * however its exchange ends. Its place within {@code max-concurrent-requests} is free when the
 * exchange has ended and no handler of it runs any more: a peer that leaves does not make room for
 * another request while the one it left is still at work. Belongs to the event loop.
 */
final class RequestTicket {

    private final HttpCore core;
    private final boolean admitted;
    private int handlers;
    private boolean ended;
    private boolean free;

    private RequestTicket(HttpCore core, boolean admitted) {
        this.core = core;
        this.admitted = admitted;
    }

    /** Counts a request in that is about to be handled. */
    static RequestTicket take(HttpCore core) {
        core.requestBegun();
        return new RequestTicket(core, core.spine().admitRequest());
    }

    /** Whether there is room for the request. If not, it is to be refused. */
    boolean admitted() {
        return admitted;
    }

    /** A handler of the exchange is about to run. */
    void handling() {
        handlers++;
    }

    /** It has returned. */
    void handled() {
        handlers--;
        settle();
    }

    /** The exchange has ended. Once. */
    void ended() {
        ended = true;
        core.requestEnded();
        settle();
    }

    private void settle() {
        if (admitted && ended && handlers == 0 && !free) {
            free = true;
            core.spine().requestDone();
        }
    }
}
