package io.tako.respond;

import io.tako.http.BodyWriter;
import io.tako.http.Exchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * One stream of events: its source on the thread of its request, comments where the source is
 * silent, and the end that a drain makes. Whoever writes holds one lock, and the event loop, which
 * keeps the time, never writes.
 */
final class EventStream {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    /** How long a client may take for the event that is on its way to it when a drain begins. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Exchange exchange;
    private final BodyWriter out;
    private final JsonMapper json;
    private final Duration keepAlive;
    private final ReentrantLock writing = new ReentrantLock();
    private boolean broken;
    private volatile long lastSent = System.nanoTime();
    private volatile boolean draining;
    private volatile boolean ended;
    private @Nullable Thread source;
    private Exchange.@Nullable Timeout timer;
    private Exchange.@Nullable Timeout patience;

    EventStream(Exchange exchange, BodyWriter out, JsonMapper json, Duration keepAlive) {
        this.exchange = exchange;
        this.out = out;
        this.json = json;
        this.keepAlive = keepAlive;
    }

    JsonMapper json() {
        return json;
    }

    boolean open() {
        return !draining && !ended && out.open();
    }

    /**
     * Runs the source on the calling thread, to the end of the stream.
     *
     * @param drainRetry what clients are told when a drain ends the stream, or zero
     */
    void run(SseSource events, Duration drainRetry) throws Exception {
        begin();
        Exchange.Timeout drain = exchange.onDrain(this::drain);
        Exception failure = null;
        try {
            // The client learns that it is connected before the first event comes.
            flush();
            events.emit(new SseEmitter(this));
        } catch (Exception e) {
            failure = e;
        } finally {
            drain.cancel();
            end();
        }
        if (broken) {
            // What was cut off amid an event cannot be ended as if it were whole.
            throw failure != null ? failure : new IOException("an event was sent in part");
        }
        if (failure != null) {
            if (!draining) {
                throw failure;
            }
            log.debug(
                    "{}: the source was ended by the drain: {}", exchange.id(), failure.toString());
        }
        if (draining && drainRetry.isPositive()) {
            long millis = drainRetry.toMillis();
            long spread = millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1);
            write(EventText.retry(Duration.ofMillis(spread)));
        }
    }

    private void flush() throws IOException {
        writing.lock();
        try {
            out.flush();
        } finally {
            release();
        }
    }

    /** Sends a whole event, on the thread of whoever has one. */
    void send(String text) throws IOException {
        writing.lock();
        try {
            if (ended) {
                throw new IOException("the source of this stream has returned");
            }
            if (draining) {
                throw new InterruptedIOException("the server drains, and the stream ends");
            }
            write(text);
        } finally {
            release();
        }
    }

    /** A drain that began meanwhile has left it to whoever wrote to end the source. */
    private void release() {
        writing.unlock();
        if (draining) {
            interrupt();
        }
    }

    private void write(String text) throws IOException {
        broken = true;
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        broken = false;
        lastSent = System.nanoTime();
    }

    private synchronized void begin() {
        source = Thread.currentThread();
        if (keepAlive.isPositive()) {
            timer = exchange.schedule(keepAlive, this::look);
        }
    }

    private void end() {
        synchronized (this) {
            source = null;
            ended = true;
            if (timer != null) {
                timer.cancel();
            }
            if (patience != null) {
                patience.cancel();
            }
            if (draining) {
                // The interrupt has done its work, and the last line is still to be written.
                Thread.interrupted();
            }
        }
        // A comment on its way is sent whole before anything else is.
        writing.lock();
        writing.unlock();
    }

    /** The server drains. On the event loop. */
    private synchronized void drain() {
        if (source == null) {
            return;
        }
        draining = true;
        if (writing.isLocked()) {
            // An event that is being sent is not broken off without need.
            patience = exchange.schedule(PATIENCE, this::interrupt);
        } else {
            source.interrupt();
        }
    }

    private synchronized void interrupt() {
        if (source != null) {
            source.interrupt();
        }
    }

    /** Whether it is time for a comment. On the event loop. */
    private synchronized void look() {
        if (ended) {
            return;
        }
        long left = keepAlive.toNanos() - (System.nanoTime() - lastSent);
        if (left > 0) {
            timer = exchange.schedule(Duration.ofNanos(left), this::look);
        } else {
            Thread.ofVirtual().name("tako-sse-keep-alive").start(this::breakSilence);
        }
    }

    private void breakSilence() {
        // Somebody who writes breaks the silence, too.
        if (writing.tryLock()) {
            try {
                if (open()) {
                    write(EventText.comment(""));
                }
            } catch (IOException e) {
                log.debug("{}: no comment could be sent: {}", exchange.id(), e.toString());
                return;
            } finally {
                release();
            }
        }
        synchronized (this) {
            if (!ended) {
                timer = exchange.schedule(keepAlive, this::look);
            }
        }
    }
}
