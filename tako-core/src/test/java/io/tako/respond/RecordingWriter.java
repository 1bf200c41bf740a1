package io.tako.respond;

import io.tako.http.BodyWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A peer that takes everything, as text that a test can wait for, unless it is told to stall. */
final class RecordingWriter implements BodyWriter {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder text = new StringBuilder();
    private boolean stalled;
    private boolean stuck;

    /**
     * The next flush parks, as it does when the peer takes no more, and ends by interrupt alone.
     */
    void stall() {
        lock.lock();
        stalled = true;
        lock.unlock();
    }

    void goOn() {
        lock.lock();
        stalled = false;
        changed.signalAll();
        lock.unlock();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lock.lock();
        text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
        changed.signalAll();
        lock.unlock();
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            while (stalled) {
                stuck = true;
                changed.signalAll();
                changed.await();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while the peer takes nothing");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean open() {
        return true;
    }

    String text() {
        lock.lock();
        try {
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what was written fulfils the condition; false if it does not for the time. */
    boolean await(Predicate<String> condition, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!condition.test(text.toString()) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return condition.test(text.toString());
        } finally {
            lock.unlock();
        }
    }

    void awaitStuck() throws InterruptedException {
        lock.lock();
        try {
            while (!stuck) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
