package io.tako.respond;

import java.io.IOException;
import java.time.Duration;
import org.springframework.http.codec.ServerSentEvent;

/**
 * The way events of one stream reach the client, each sent at once. Sending parks the calling
 * virtual thread while the client takes less than it is sent. Safe for several threads: events
 * never mix.
 *
 * <p>Every method that sends throws {@link io.tako.http.ClientGoneException} once the client has
 * left, {@link java.io.InterruptedIOException} once the server drains, and another {@link
 * IOException} once the source has returned.
 */
public final class SseEmitter {

    private final EventStream stream;

    SseEmitter(EventStream stream) {
        this.stream = stream;
    }

    /**
     * Sends one event: a {@link ServerSentEvent} with its own id, name, retry time and comment,
     * text as the data of an event without a name, anything else as JSON data.
     */
    public void send(Object event) throws IOException {
        stream.send(EventText.event(event, stream.json()));
    }

    /** Sends a comment, which clients ignore. */
    public void comment(String text) throws IOException {
        stream.send(EventText.comment(text));
    }

    /** Tells the client how long to wait before it connects again after the stream has ended. */
    public void retry(Duration time) throws IOException {
        stream.send(EventText.retry(time));
    }

    /** Whether an event could still be sent: the client is there and the server does not drain. */
    public boolean open() {
        return stream.open();
    }
}
