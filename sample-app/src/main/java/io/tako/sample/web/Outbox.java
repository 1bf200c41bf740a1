package io.tako.sample.web;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is to be sent to one client. Any thread adds and none of them waits; one thread sends. */
final class Outbox {

    private final Queue<Item> items = new ConcurrentLinkedQueue<>();
    private final Wakeup wakeup = new Wakeup();

    void add(Item item) {
        items.add(item);
        wakeup.signal();
    }

    /** Sends one after the other for as long as the client takes them. */
    void sendTo(LiveClient client) throws IOException, InterruptedException {
        while (true) {
            Item item = items.poll();
            if (item == null) {
                wakeup.await();
            } else {
                item.sendTo(client);
            }
        }
    }

    /** Sends itself; may wait for the client, and holds no lock meanwhile. */
    @FunctionalInterface
    interface Item {
        void sendTo(LiveClient client) throws IOException;
    }
}
