package io.tako.http;

/**
 * Answers exchanges by itself, in its own time: what a server asks that is no {@link
 * io.tako.routing.Router}, such as WebFlux. Called on the connection's event loop, so it must not
 * block; the answer is given by {@link Exchange#respond}, from any thread, now or later.
 */
@FunctionalInterface
public interface ExchangeHandler {

    /**
     * Takes the exchange, and sees to it that it is answered. What this throws is logged and
     * answered with 500.
     */
    void handle(Exchange exchange) throws Exception;

    /** What logs and the watchdog call this handler. */
    default String describe() {
        return "exchange handler";
    }
}
