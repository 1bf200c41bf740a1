package io.tako.middleware;

import io.tako.handler.Middleware;
import io.tako.handler.Next;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Answers 503 when the rest of the chain takes too long (RFC 9110 section 15.6.4).
 *
 * <p>At the deadline the handler's thread is interrupted, and whatever the chain returns after that
 * is replaced by the problem. A handler that goes on regardless is answered over its head once the
 * grace period is over: the client gets the problem without what middleware further out would add,
 * and the late result is discarded. A handler that returned in time is never interrupted, and an
 * interrupt sent here is never seen outside this middleware.
 *
 * <p>Only virtual threads are interrupted. A {@code nonBlocking} handler runs on the event loop, so
 * there is nothing to interrupt and no grace period: the client is answered at the deadline if the
 * loop is free to do so, which it is not while it runs that handler. The time covers the handler,
 * not the writing of a streaming body that it returned.
 */
public final class Timeout implements Middleware {

    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(1);

    private final Duration limit;
    private final Duration grace;
    private final HttpStatus status;

    private Timeout(Duration limit, Duration grace, HttpStatus status) {
        this.limit = limit;
        this.grace = grace;
        this.status = status;
    }

    /**
     * A limit of this time, with a grace period of one second.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public static Timeout after(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: > 0)");
        }
        return new Timeout(limit, DEFAULT_GRACE, HttpStatus.SERVICE_UNAVAILABLE);
    }

    /** With 504 for an answer: for handlers that wait on another server (RFC 9110 15.6.5). */
    public Timeout gatewayTimeout() {
        return new Timeout(limit, grace, HttpStatus.GATEWAY_TIMEOUT);
    }

    /**
     * With this much time for an interrupted handler to return; zero answers at the deadline.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public Timeout grace(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("grace: " + time + " (expected: >= 0)");
        }
        return new Timeout(limit, time, status);
    }

    @Override
    public Response handle(Request request, Next next) {
        Thread thread = Thread.currentThread();
        Watch watch = new Watch(request, thread.isVirtual() ? thread : null);
        Exchange.Timeout deadline = request.exchange().schedule(limit, watch::expire);
        Response response;
        boolean expired;
        try {
            response = next.run(request);
        } finally {
            deadline.cancel();
            expired = watch.finish();
        }
        return expired ? problem(request) : response;
    }

    private Response problem(Request request) {
        return Problems.response(
                Problems.problem(status, "The request was not answered in time."), request);
    }

    /**
     * One run against the clock. Interrupting and finishing exclude each other, because a thread
     * that merely learnt of its interrupt could leave before the interrupt arrives.
     */
    private final class Watch {

        private final Request request;
        private final @Nullable Thread thread;
        private boolean expired;
        private boolean finished;
        private Exchange.@Nullable Timeout overdue;

        Watch(Request request, @Nullable Thread thread) {
            this.request = request;
            this.thread = thread;
        }

        /** On the event loop, at the deadline. */
        void expire() {
            synchronized (this) {
                if (finished) {
                    return;
                }
                expired = true;
                if (thread != null) {
                    thread.interrupt();
                    if (!grace.isZero()) {
                        overdue = request.exchange().schedule(grace, this::answer);
                        return;
                    }
                }
            }
            answer();
        }

        /** On the event loop, when waiting is over. */
        private void answer() {
            synchronized (this) {
                if (finished) {
                    return;
                }
            }
            request.exchange().respond(problem(request));
        }

        /** On the handler's thread; tells whether the deadline came first. */
        boolean finish() {
            synchronized (this) {
                finished = true;
                if (!expired) {
                    return false;
                }
                if (overdue != null) {
                    overdue.cancel();
                }
            }
            if (thread != null) {
                Thread.interrupted();
            }
            return true;
        }
    }
}
