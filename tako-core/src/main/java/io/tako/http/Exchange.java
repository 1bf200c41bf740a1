package io.tako.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * The seam between protocols and the application: one request and the one answer it gets.
 *
 * <p>Each HTTP version supplies an implementation; routers, middleware and everything above know
 * nothing of the protocol below. Methods may be called from any thread unless they say otherwise.
 */
public interface Exchange {

    /** The request method (RFC 9110 section 9). */
    HttpMethod method();

    /** The request target as the client sent it (RFC 9112 section 3.2), never empty. */
    String target();

    /**
     * The protocol an extended CONNECT asks for, from {@code :protocol} (RFC 8441 section 4); null
     * for every other request.
     */
    default @Nullable String connectProtocol() {
        return null;
    }

    /** The host and optional port the client asked for, from {@code Host} or {@code :authority}. */
    String authority();

    /** The first value of a request field, or null; the name is matched without case. */
    @Nullable String header(String name);

    /** All values of a request field in the order they came, empty if absent. */
    List<String> headers(String name);

    /** All request fields as a read-only view over the wire's own. */
    HttpHeaders headers();

    /** The request body. */
    Content content();

    /** The connection underneath. */
    Connection connection();

    /** An identifier of this exchange within this process, made from connection and sequence. */
    String id();

    /**
     * Answers the request; the first answer wins.
     *
     * @return false if it had already been answered or the peer is gone, and nothing was sent
     */
    boolean respond(Response response);

    /**
     * Sends fields of the answer to come ahead of it, as a 103 (RFC 8297): {@code Link}s that a
     * client can begin to load. Any number of times, of which the first 16 are sent. Without effect
     * once the answer was given, over HTTP/1.0, and towards a peer that has left or is behind with
     * reading: a client can always do without.
     *
     * @throws IllegalArgumentException if a field could break out of its line
     */
    void hints(HttpHeaders fields);

    /** Whether {@link #respond} would still send something. */
    boolean open();

    /** Interrupts the thread that runs the handler, if one does. */
    void interrupt();

    /**
     * Runs the action on the connection's event loop after the delay, unless cancelled before. The
     * action must not block.
     */
    Timeout schedule(Duration delay, Runnable action);

    /**
     * Runs the action on the connection's event loop when the server begins to drain, or soon if it
     * has begun already, unless cancelled before. For answers that go on until somebody ends them:
     * a stream of events, a socket. Dropped with the exchange. The action must not block.
     */
    Timeout onDrain(Runnable action);

    /**
     * Runs the action once when the exchange has ended, or soon if it has already. For those who
     * have to know when an answer is through, or that nobody waits for it any more.
     */
    void onEnd(EndAction action);

    /** What is done when an exchange has ended. */
    @FunctionalInterface
    interface EndAction {
        /**
         * Called on the connection's event loop; must not block.
         *
         * @param whole whether all of the answer was handed to the connection; false if the peer
         *     left before or the answer was broken off
         */
        void ended(boolean whole);
    }

    /** A scheduled action that can be called off. */
    @FunctionalInterface
    interface Timeout {
        /** Calls the action off; without effect once it ran. */
        void cancel();
    }
}
