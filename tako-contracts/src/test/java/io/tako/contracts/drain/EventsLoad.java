package io.tako.contracts.drain;

import io.tako.contracts.peers.RawClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Streams of events, followed one after the other. A polite end is whole, and says when to come
 * again.
 */
final class EventsLoad extends Load {

    private final Supplier<String> path;

    EventsLoad(Door door, Tally tally, Supplier<String> path) {
        super(door, tally);
        this.path = path;
    }

    @Override
    void connection() throws IOException {
        try (RawClient client = door.client(PATIENCE_MILLIS)) {
            client.send("GET " + path.get() + " HTTP/1.1\r\nHost: h\r\n\r\n");
            tally.streamOpened();
            boolean politely = false;
            try {
                RawClient.Reply reply = client.reply();
                politely = reply.status() == 200 && reply.text().contains("retry:");
                if (reply.status() != 200) {
                    // The series is not there yet.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                } else if (!politely && !ended()) {
                    tally.failed("EventsLoad: ended with \"" + reply.text() + "\"");
                }
            } finally {
                tally.streamClosed(politely);
            }
        }
    }
}
