package io.tako.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.tako.handler.Next;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.runtime.Core;
import io.tako.runtime.HandlerTask;
import io.tako.runtime.RuntimeKind;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * The observation of one request. It stops when the handler has returned and the exchange has
 * ended, whichever comes last: usually the answer's last byte, but a peer may leave while the
 * handler runs on.
 */
final class RequestObservation implements Exchange.EndAction {

    private final Observation observation;
    private final ServerRequestObservationContext context;
    private final AtomicBoolean oneIsOver = new AtomicBoolean();
    private boolean unsent;
    private boolean aborted;

    /**
     * @param observation started already
     */
    RequestObservation(Observation observation, ServerRequestObservationContext context) {
        this.observation = observation;
        this.context = context;
    }

    /** Runs the rest of the chain with the observation current on its thread. */
    Response run(Request request, Next next) {
        request.exchange().onEnd(this);
        Response response = null;
        try (Observation.Scope scope = observation.openScope()) {
            response = CurrentObservation.whileSent(next.run(request), observation);
            Throwable failure = request.failure();
            if (failure != null) {
                observation.error(failure);
            }
        } finally {
            returned(response, request.exchange().open());
        }
        return response;
    }

    private void returned(@Nullable Response response, boolean awaited) {
        unsent = !awaited;
        if (response != null) {
            context.setResponse(new ObservedResponse(response));
        }
        stopIfLast();
    }

    @Override
    public void ended(boolean whole) {
        aborted = !whole;
        stopIfLast();
    }

    /** The last has seen what the first has left, by way of the atomic. */
    private void stopIfLast() {
        if (oneIsOver.compareAndSet(false, true)) {
            return;
        }
        if (aborted) {
            context.setConnectionAborted(true);
            if (unsent) {
                // The handler found the peer gone: what it returned is no answer.
                context.setResponse(ObservedResponse.NONE);
            }
        }
        stop();
    }

    /**
     * Observers wait for locks, as that of a registry of meters, which handlers may hold or stand
     * in the queue for. Where the loop alone carries those on, it must not wait for them itself.
     */
    private void stop() {
        Core core = Core.current();
        if (core == null
                || core.kind() == RuntimeKind.SHARED
                || Thread.currentThread().isVirtual()) {
            observation.stop();
            return;
        }
        try {
            core.start(new Stop());
        } catch (RejectedExecutionException e) {
            observation.stop();
        }
    }

    private final class Stop extends HandlerTask {

        @Override
        protected void handle() {
            observation.stop();
        }

        @Override
        protected void completed() {}

        @Override
        protected String describe() {
            return "the end of an observation";
        }
    }
}
