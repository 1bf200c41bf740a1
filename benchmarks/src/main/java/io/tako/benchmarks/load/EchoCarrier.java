package io.tako.benchmarks.load;

import java.util.Arrays;
import java.util.NoSuchElementException;

/** What the messages of an echo are carried by. */
enum EchoCarrier {
    WEBSOCKET("ws"),
    /** Nothing around the text: one follows the other. */
    TCP("tcp"),
    /** One connected socket for each connection there would be, a text in each datagram. */
    UDP("udp");

    private final String label;

    EchoCarrier(String label) {
        this.label = label;
    }

    /**
     * The one of that name on the client's input.
     *
     * @throws NoSuchElementException if there is none
     */
    static EchoCarrier named(String label) {
        return Arrays.stream(values())
                .filter(carrier -> carrier.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no echo over " + label));
    }
}
