package io.tako.transport.udp;

import io.tako.runtime.ExecutionProfile;
import io.tako.transport.UdpCounts;
import io.tako.transport.config.UdpListenerConfig;
import io.tako.udp.Datagram;
import io.tako.udp.UdpHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all sockets of one listener share: its settings, handler and counters. Any thread. */
final class UdpSpine {

    private static final Logger log = LoggerFactory.getLogger(UdpSpine.class);
    private static final long LOG_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final UdpListenerConfig config;
    private final UdpHandler handler;
    private final ExecutionProfile profile = ExecutionProfile.learning();
    private final LongAdder received = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final LongAdder oversized = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder unsent = new LongAdder();
    private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - LOG_EVERY);

    UdpSpine(UdpListenerConfig config, UdpHandler handler) {
        this.config = config;
        this.handler = handler;
    }

    UdpListenerConfig config() {
        return config;
    }

    /** What was learned of how long the handler keeps the loop. */
    ExecutionProfile profile() {
        return profile;
    }

    /** Has the datagram handled on the calling thread. Never throws. */
    void handle(Datagram datagram) {
        try {
            handler.handle(datagram);
        } catch (Throwable t) {
            failed.increment();
            logFailure(datagram, t);
        }
    }

    /** Once a second: whoever sends what a handler fails at must not fill the disk. */
    private void logFailure(Datagram datagram, Throwable failure) {
        long now = System.nanoTime();
        long last = loggedAt.get();
        if (now - last >= LOG_EVERY && loggedAt.compareAndSet(last, now)) {
            log.error(
                    "The handler of listener {} failed at a {}; {} have failed so far",
                    config.name(),
                    datagram,
                    failed.sum(),
                    failure);
        }
    }

    void countReceived() {
        received.increment();
    }

    void countShed(int datagrams) {
        shed.add(datagrams);
    }

    void countOversized() {
        oversized.increment();
    }

    void countDenied() {
        denied.increment();
    }

    void countSent(boolean whole) {
        (whole ? sent : unsent).increment();
    }

    UdpCounts counts(int waiting, long dropped) {
        return new UdpCounts(
                received.sum(),
                shed.sum(),
                dropped,
                oversized.sum(),
                denied.sum(),
                failed.sum(),
                sent.sum(),
                unsent.sum(),
                waiting);
    }
}
