package io.tako.transport.http;

import io.tako.transport.http.PhaseTimer.Phase;
import java.util.concurrent.TimeUnit;

/**
 * How fast bytes move within a phase, as far as looks at them can tell. Only time between two looks
 * that both found the phase counts. Belongs to the event loop.
 */
final class Pace {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private Phase phase = Phase.NONE;
    private long turn;
    private boolean waits;
    private long at;
    private long seen;
    private long time;
    private long bytes;
    private double window;

    /**
     * Looks at what is waited for.
     *
     * @param now nanoseconds of a clock
     * @param rate bytes a second that have to move
     * @param grace nanoseconds for which they may be slower
     * @return whether they are too slow. What comes is measured from its beginning, so that one who
     *     has sent much may pause. What leaves is measured anew each time that all of it should
     *     have left: one who takes a part of it may pause for as long as the rest would need
     */
    boolean isTooSlow(PhaseTimer.Watched watched, Phase current, long now, int rate, long grace) {
        long moved = watched.moved();
        if (current != phase || watched.turn() != turn) {
            phase = current;
            turn = watched.turn();
            begin(watched, rate, grace);
        } else if (waits) {
            time += now - at;
            bytes += moved - seen;
        }
        waits = true;
        at = now;
        seen = moved;
        if (time < window) {
            return false;
        }
        boolean slow = bytes < rate * (time / SECOND);
        if (slow || current == Phase.WRITE) {
            begin(watched, rate, grace);
        }
        return slow;
    }

    /** Nobody waits for the peer. */
    void pause() {
        waits = false;
    }

    private void begin(PhaseTimer.Watched watched, int rate, long grace) {
        time = 0;
        bytes = 0;
        double rest = phase == Phase.WRITE ? watched.owed() * SECOND / rate : 0;
        window = Math.max(grace, rest);
    }
}
