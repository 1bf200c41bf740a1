package io.tako.runtime;

import java.util.function.LongSupplier;

/**
 * What the shared runtime has learned about the handlers of one route: how long they hold the loop
 * when they start, and how long when the loop has woken them. The two differ: a handler that takes
 * a request's body into memory starts with next to nothing and does its work once the body is
 * there.
 *
 * <p>One per route, used by all loops at once.
 */
public final class ExecutionProfile {

    private static final ExecutionProfile UNMEASURED =
            new ExecutionProfile(
                    SliceProfile.always(SliceProfile.Advice.LOOP),
                    SliceProfile.always(SliceProfile.Advice.SCHEDULER));

    private final SliceProfile starts;
    private final SliceProfile wakes;

    private ExecutionProfile(SliceProfile starts, SliceProfile wakes) {
        this.starts = starts;
        this.wakes = wakes;
    }

    /** A profile that learns, for one route. */
    public static ExecutionProfile learning() {
        return new ExecutionProfile(SliceProfile.learning(), SliceProfile.learning());
    }

    static ExecutionProfile learning(LongSupplier nanoClock, LongSupplier cpuNanoClock) {
        return new ExecutionProfile(
                SliceProfile.learning(nanoClock, cpuNanoClock),
                SliceProfile.learning(nanoClock, cpuNanoClock));
    }

    /**
     * The profile of handlers about which nothing is learned: always started on the loop, and never
     * continued there.
     */
    public static ExecutionProfile unmeasured() {
        return UNMEASURED;
    }

    /** The first slices of handlers. */
    SliceProfile starts() {
        return starts;
    }

    /** The slices of handlers that the loop has woken. */
    SliceProfile wakes() {
        return wakes;
    }

    /** Whether handlers of this route start on the JDK's scheduler at present. */
    public boolean startsOffLoop() {
        return starts.offLoop();
    }

    /** Whether handlers whom their loop wakes go on on the JDK's scheduler at present. */
    public boolean wakesOffLoop() {
        return wakes.offLoop();
    }
}
