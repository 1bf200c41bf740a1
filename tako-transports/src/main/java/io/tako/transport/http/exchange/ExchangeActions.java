package io.tako.transport.http.exchange;

import io.tako.http.Exchange.EndAction;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an application wants done when an exchange ends or its server drains. On the event loop. */
final class ExchangeActions {

    private static final Logger log = LoggerFactory.getLogger(ExchangeActions.class);

    private final HttpExchange exchange;
    private final List<EndAction> atEnd = new ArrayList<>(1);
    private final List<Runnable> atDrain = new ArrayList<>(1);

    ExchangeActions(HttpExchange exchange) {
        this.exchange = exchange;
    }

    void addAtEnd(EndAction action) {
        atEnd.add(action);
    }

    void addAtDrain(Runnable action) {
        atDrain.add(action);
    }

    void removeAtDrain(Runnable action) {
        atDrain.remove(action);
    }

    /**
     * Does what was to be done at the end; what is added from here on is for the caller to do.
     *
     * @param whole whether all of the answer was handed to the connection
     */
    void onEnd(boolean whole) {
        List<EndAction> due = List.copyOf(atEnd);
        atEnd.clear();
        due.forEach(action -> run(exchange, action, whole));
    }

    /** Does what was to be done at a drain, once. */
    void onDrain() {
        List<Runnable> due = List.copyOf(atDrain);
        atDrain.clear();
        due.forEach(Runnable::run);
    }

    /** Does one thing at the end; that it fails is nobody else's business. */
    static void run(HttpExchange exchange, EndAction action, boolean whole) {
        try {
            action.ended(whole);
        } catch (RuntimeException e) {
            log.error("{} {}: an action at its end failed", exchange.id(), exchange.describe(), e);
        }
    }
}
