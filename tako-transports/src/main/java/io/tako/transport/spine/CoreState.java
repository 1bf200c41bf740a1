package io.tako.transport.spine;

import io.tako.runtime.Core;
import io.tako.transport.CoreCounts;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one listener on one core share, whatever they speak. A protocol adds what
 * its connections share beyond that. Belongs to that core's event loop; only {@link #counts()} may
 * be asked from elsewhere.
 */
public class CoreState {

    private static final Logger log = LoggerFactory.getLogger(CoreState.class);

    private final Core core;
    private final Spine spine;
    private final Tickets tickets;

    /** For a core on which no connection has been accepted yet. */
    public CoreState(Core core, Spine spine) {
        this.core = core;
        this.spine = spine;
        this.tickets = new Tickets(spine);
    }

    /** The core. */
    public final Core core() {
        return core;
    }

    /** What the listener's connections share over all cores. */
    public Spine spine() {
        return spine;
    }

    /** The connections here. */
    final Tickets tickets() {
        return tickets;
    }

    /** Does something to each connection here, soon. Any thread; the latch is for who waits. */
    final CountDownLatch each(Consumer<Ticket> action) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            core.execute(() -> tickets.each(core.eventLoop(), action, done));
        } catch (RejectedExecutionException e) {
            log.debug("{} has ended, and its connections with it", core);
            done.countDown();
        }
        return done;
    }

    /** What goes on here. The numbers are of about the same moment. */
    public CoreCounts counts() {
        return new CoreCounts(tickets.count(), 0, 0);
    }
}
