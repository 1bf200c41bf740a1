package io.tako.runtime;

import static io.tako.runtime.SliceProfile.Advice.LOOP;
import static io.tako.runtime.SliceProfile.Advice.MEASURE;
import static io.tako.runtime.SliceProfile.Advice.SCHEDULER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SliceProfileTest {

    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(3);

    private final AtomicLong clock = new AtomicLong(-5_000);
    private final SliceProfile profile = SliceProfile.learning(clock::get, clock::get);

    @Test
    void firstStartsAreAllMeasuredThenOneInSixteen() {
        for (int i = 0; i < 4; i++) {
            measured(SHORT);
        }
        int measures = 0;
        for (int i = 0; i < 160; i++) {
            SliceProfile.Advice advice = profile.next();
            assertThat(advice).isIn(LOOP, MEASURE);
            if (advice == MEASURE) {
                measures++;
                profile.slice(SHORT, SHORT);
            }
        }
        assertThat(measures).isEqualTo(10);
        assertThat(profile.offLoop()).isFalse();
    }

    @Test
    void longSlicesLeaveTheLoop() {
        learnLong();
        assertThat(profile.offLoop()).isTrue();
        assertThat(profile.next()).isEqualTo(SCHEDULER);
        assertThat(profile.meanSliceNanos()).isEqualTo(LONG);
    }

    @Test
    void oneLongSliceIsForgiven() {
        measured(LONG / 5);
        for (int i = 0; i < 3; i++) {
            measured(SHORT);
        }
        assertThat(profile.offLoop()).isFalse();
    }

    @Test
    void theCpuBeingTakenAwayOnceIsForgivenHoweverLong() {
        for (int i = 0; i < 4; i++) {
            measured(SHORT);
        }
        int measures = 0;
        for (int i = 0; i < 160; i++) {
            if (profile.next() == MEASURE) {
                profile.slice(measures++ == 5 ? 100 * LONG : SHORT, SHORT);
            }
            assertThat(profile.offLoop()).isFalse();
        }
        assertThat(measures).isEqualTo(10);
    }

    @Test
    void waitingAgainAndAgainLeavesTheLoop() {
        for (int i = 0; i < 4; i++) {
            measured(SHORT);
        }
        for (int i = 0; i < 4 * 16; i++) {
            if (profile.next() == MEASURE) {
                profile.slice(LONG, SHORT);
            }
        }
        assertThat(profile.offLoop()).isTrue();
    }

    @Test
    void routeThatGetsSlowLaterIsLearnedToo() {
        for (int i = 0; i < 4; i++) {
            measured(SHORT);
        }
        for (int i = 0; i < 16; i++) {
            if (profile.next() == MEASURE) {
                profile.slice(LONG, LONG);
            }
        }
        assertThat(profile.offLoop()).isTrue();
    }

    @Test
    void twoShortProbesReturnToTheLoop() {
        learnLong();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        measured(SHORT);
        assertThat(profile.offLoop()).isTrue();
        measured(SHORT);
        assertThat(profile.offLoop()).isFalse();
        assertThat(profile.next()).isEqualTo(MEASURE);
    }

    @Test
    void onlyOneProbeRunsAtATime() {
        learnLong();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(profile.next()).isEqualTo(MEASURE);
        assertThat(profile.next()).isEqualTo(SCHEDULER);
    }

    @Test
    void longProbesComeLessAndLessOften() {
        learnLong();
        long wait = TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < 10; i++) {
            clock.addAndGet(wait - 1);
            assertThat(profile.next()).isEqualTo(SCHEDULER);
            clock.addAndGet(1);
            measured(LONG);
            wait = Math.min(wait * 2, TimeUnit.SECONDS.toNanos(64));
        }
        assertThat(profile.offLoop()).isTrue();
    }

    @Test
    void handlersOfWhichNothingIsLearnedStartOnTheLoopAndGoOnElsewhere() {
        ExecutionProfile none = ExecutionProfile.unmeasured();
        for (int i = 0; i < 100; i++) {
            assertThat(none.starts().next()).isEqualTo(LOOP);
            assertThat(none.wakes().next()).isEqualTo(SCHEDULER);
            none.starts().slice(LONG, LONG);
            none.wakes().slice(SHORT, SHORT);
        }
        assertThat(none.startsOffLoop()).isFalse();
    }

    private void learnLong() {
        for (int i = 0; i < 4; i++) {
            measured(LONG);
        }
    }

    private void measured(long slice) {
        assertThat(profile.next()).isEqualTo(MEASURE);
        profile.slice(slice, slice);
    }
}
