package io.tako.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.tako.runtime.Sweep;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.config.LeastRate;
import io.tako.transport.http.PhaseTimer.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a clock that stands still but for the test. */
final class PhaseTimerTest implements PhaseTimer.Watched {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Phase> expired = new ArrayList<>();
    private Phase phase = Phase.HEAD;
    private long progress;
    private long moved;
    private long turn;

    private final PhaseTimer timer =
            new PhaseTimer(
                    this,
                    new Sweep(channel.eventLoop()),
                    new PhaseLimits(
                            new HttpTimeouts(
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(4),
                                    Duration.ZERO,
                                    Duration.ofSeconds(8),
                                    new LeastRate(100, 100, Duration.ofSeconds(5)))));

    @BeforeEach
    void freeze() {
        channel.freezeTime();
        timer.start();
    }

    @AfterEach
    void close() {
        timer.stop();
        channel.finishAndReleaseAll();
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public long progress() {
        return progress;
    }

    @Override
    public long moved() {
        return moved;
    }

    @Override
    public long owed() {
        return 1000;
    }

    @Override
    public long turn() {
        return turn;
    }

    @Override
    public void expired(Phase of) {
        expired.add(of);
    }

    private void pass(long millis) {
        for (long left = millis; left > 0; left -= 50) {
            channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    @Test
    void aPhaseWithoutProgressExpiresNoEarlierThanItsTimeout() {
        pass(1900);
        assertThat(expired).isEmpty();
        pass(1100);
        assertThat(expired).containsExactly(Phase.HEAD);
    }

    @Test
    void progressStartsThePhaseAnew() {
        for (int i = 0; i < 20; i++) {
            pass(1500);
            progress++;
        }
        assertThat(expired).isEmpty();
        pass(3000);
        assertThat(expired).containsExactly(Phase.HEAD);
    }

    @Test
    void aLoopThatStoodStillLooksOnceForAllTheLooksItMissed() {
        for (int i = 0; i < 3; i++) {
            channel.advanceTimeBy(60, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(expired).isEmpty();
        pass(3000);
        assertThat(expired).containsExactly(Phase.HEAD);
    }

    @Test
    void aChangeOfPhaseStartsAnew() {
        pass(1500);
        phase = Phase.IDLE;
        pass(3900);
        assertThat(expired).isEmpty();
        pass(1100);
        assertThat(expired).containsExactly(Phase.IDLE);
    }

    @Test
    void workAndPhasesOfZeroNeverExpire() {
        phase = Phase.NONE;
        pass(60_000);
        phase = Phase.BODY;
        pass(1000);
        moved = 100 * 60;
        pass(58_000);
        assertThat(expired).isEmpty();
    }

    @Test
    void stoppedItLooksNoMore() {
        timer.stop();
        pass(60_000);
        assertThat(expired).isEmpty();
    }

    /** Moves bytes for so many seconds; that is progress. */
    private void move(int seconds, int bytesEach) {
        for (int i = 0; i < seconds; i++) {
            moved += bytesEach;
            progress++;
            pass(1000);
        }
    }

    @Test
    void aBodyThatDripsExpires() {
        phase = Phase.BODY;
        move(4, 99);
        assertThat(expired).isEmpty();
        move(4, 99);
        assertThat(expired).containsExactly(Phase.BODY);
    }

    @Test
    void aBodyThatComesFastEnoughMayPauseForWhatItIsAhead() {
        phase = Phase.BODY;
        move(20, 150);
        move(1, 2000);
        move(15, 1);
        assertThat(expired).isEmpty();
        move(20, 1);
        assertThat(expired).contains(Phase.BODY);
    }

    @Test
    void aBodyThatNobodyWaitsForIsNotSlow() {
        for (int i = 0; i < 20; i++) {
            phase = Phase.BODY;
            move(2, 500);
            phase = Phase.NONE;
            move(4, 0);
        }
        assertThat(expired).isEmpty();
    }

    @Test
    void eachBodyIsMeasuredByItself() {
        phase = Phase.BODY;
        for (int i = 0; i < 10; i++) {
            turn++;
            move(4, 1);
        }
        assertThat(expired).isEmpty();
    }

    @Test
    void anAnswerMayTakeAsLongAsWhatWaitsNeedsAndNoLonger() {
        phase = Phase.WRITE;
        move(8, 1);
        assertThat(expired).isEmpty();
        move(5, 1);
        assertThat(expired).containsExactly(Phase.WRITE);
    }

    @Test
    void anAnswerThatWasTakenFastForALongTimeIsNotAheadForEver() {
        phase = Phase.WRITE;
        move(60, 1_000_000);
        assertThat(expired).isEmpty();
        move(30, 1);
        assertThat(expired).contains(Phase.WRITE);
    }
}
