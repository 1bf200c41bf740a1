package io.tako.transport.http.body;

import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;

/** A subscriber that asks for little or much, at once or later, amid a signal or not. */
final class ScheduledSubscriber implements ScheduledReader, Subscriber<DataBuffer> {

    private final IncomingBody body;
    private final Random random;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private @Nullable Subscription subscription;
    private long asked;
    private boolean completed;
    private boolean failed;
    private boolean cancelled;
    private boolean signalled;

    ScheduledSubscriber(IncomingBody body, Random random) {
        this.body = body;
        this.random = random;
    }

    @Override
    public String step() {
        Subscription current = subscription;
        if (current == null) {
            body.flux().subscribe(this);
            return "subscribes";
        }
        long more = random.nextInt(20) == 0 ? Long.MAX_VALUE : 1 + random.nextInt(3);
        return ask(current, more);
    }

    private String ask(Subscription current, long more) {
        asked = asked + more < 0 ? Long.MAX_VALUE : asked + more;
        current.request(more);
        return "asks for " + more;
    }

    @Override
    public String leave() {
        Subscription current = subscription;
        if (current == null) {
            return "has not come yet";
        }
        cancelled = true;
        current.cancel();
        return "cancels";
    }

    @Override
    public void readOn() {
        Subscription current = subscription;
        if (current == null) {
            body.flux().subscribe(this);
            current = subscription;
        }
        ask(Objects.requireNonNull(current), Long.MAX_VALUE);
    }

    @Override
    public void onSubscribe(Subscription s) {
        require(subscription == null, "subscriptions");
        subscription = s;
        if (random.nextBoolean()) {
            ask(s, 1);
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        signal();
        require(asked > 0, "asked for");
        asked -= asked == Long.MAX_VALUE ? 0 : 1;
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        require(bytes.length > 0, "a piece");
        got.writeBytes(bytes);
        if (subscription != null && random.nextInt(4) == 0) {
            ask(subscription, 1);
        } else if (random.nextInt(60) == 0) {
            leave();
        }
        signalled = false;
    }

    private void signal() {
        require(!signalled, "a signal within a signal");
        signalled = true;
        require(!(completed || failed || cancelled), "a signal behind the last");
    }

    @Override
    public void onError(Throwable cause) {
        signal();
        failed = true;
        signalled = false;
    }

    @Override
    public void onComplete() {
        signal();
        completed = true;
        signalled = false;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("a signal breaks the rules: " + what);
        }
    }

    @Override
    public int count() {
        return got.size();
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public byte[] got() {
        return got.toByteArray();
    }

    @Override
    public boolean sawEnd() {
        return completed;
    }

    @Override
    public boolean over() {
        return completed || failed || cancelled;
    }

    @Override
    public boolean left() {
        return failed || cancelled;
    }

    @Override
    public boolean asks() {
        return asked > 0;
    }

    @Override
    public boolean mayBeOnLoop() {
        return true;
    }
}
