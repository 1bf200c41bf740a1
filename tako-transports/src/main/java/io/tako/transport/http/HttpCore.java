package io.tako.transport.http;

import io.netty.util.AsciiString;
import io.tako.runtime.Core;
import io.tako.transport.CoreCounts;
import io.tako.transport.spine.CoreState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * What the connections of one listener on one core share that speak HTTP. Belongs to that core's
 * event loop; only what any {@link CoreState} lets be read from elsewhere may be.
 */
public final class HttpCore extends CoreState {

    private static final VarHandle BEGUN;
    private static final VarHandle ENDED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BEGUN = lookup.findVarHandle(HttpCore.class, "requestsBegun", long.class);
            ENDED = lookup.findVarHandle(HttpCore.class, "requestsEnded", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final HttpSpine spine;
    private byte[] scratch = new byte[4096];
    private AsciiString dateValue = AsciiString.EMPTY_STRING;
    private byte[] date = {};
    private boolean ticking;
    private boolean dated;
    // Written by the loop alone, so that a request costs no atomic operation. Read by counts().
    private long requestsBegun;
    private long requestsEnded;

    /** For a core on which no connection has been accepted yet. */
    public HttpCore(Core core, HttpSpine spine) {
        super(core, spine);
        this.spine = spine;
    }

    @Override
    public HttpSpine spine() {
        return spine;
    }

    /** Counts a request that is being dispatched. */
    public void requestBegun() {
        BEGUN.setOpaque(this, requestsBegun + 1);
    }

    /** Counts a request whose answer has ended. */
    public void requestEnded() {
        ENDED.setOpaque(this, requestsEnded + 1);
    }

    @Override
    public CoreCounts counts() {
        long ended = (long) ENDED.getOpaque(this);
        long begun = (long) BEGUN.getOpaque(this);
        return new CoreCounts(
                super.counts().connections(), begun, (int) Math.max(0, begun - ended));
    }

    /** The {@code Date} field line, at most about a second old (RFC 9110 section 6.6.1). */
    public byte[] dateLine() {
        date();
        return date;
    }

    /** The value of that field. */
    public AsciiString dateValue() {
        date();
        return dateValue;
    }

    /** The clock ticks while answers are sent: connections alone do not wake the loop. */
    private void date() {
        dated = true;
        if (!ticking) {
            ticking = true;
            tick();
        }
    }

    private void tick() {
        if (!dated) {
            ticking = false;
            return;
        }
        dated = false;
        dateValue = DateField.value(System.currentTimeMillis());
        date = DateField.line(dateValue);
        core().eventLoop().schedule(this::tick, 1, TimeUnit.SECONDS);
    }

    /** Memory to encode a head in, of at least the given size; its content is undefined. */
    public byte[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, scratch.length * 2)];
        }
        return scratch;
    }
}
