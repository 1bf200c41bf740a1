package io.tako.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.access.Admission.Allowed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AcceptRateTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

    private static int admitted(AcceptRate rate, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            if (rate.admit(Attempts.from("192.0.2.1")) instanceof Allowed) {
                admitted++;
            }
        }
        return admitted;
    }

    private void pass(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void aBurstIsLetInAtOnceAndThenTheSteadyRate() {
        AcceptRate rate = AcceptRate.of(10, 5, clock::get);
        assertThat(admitted(rate, 20)).isEqualTo(5);
        pass(99);
        assertThat(admitted(rate, 20)).isZero();
        pass(1);
        assertThat(admitted(rate, 20)).isEqualTo(1);
        pass(300);
        assertThat(admitted(rate, 20)).isEqualTo(3);
    }

    @Test
    void aQuietHourSavesUpNoMoreThanTheBurst() {
        AcceptRate rate = AcceptRate.of(10, 5, clock::get);
        pass(3_600_000);
        assertThat(admitted(rate, 20)).isEqualTo(5);
    }

    @Test
    void whatIsDeniedCostsNothing() {
        AcceptRate rate = AcceptRate.of(10, 1, clock::get);
        assertThat(admitted(rate, 1_000)).isEqualTo(1);
        pass(100);
        assertThat(admitted(rate, 1_000)).isEqualTo(1);
    }

    @Test
    void aRateOrBurstOfNoneIsRefused() {
        assertThatThrownBy(() -> AcceptRate.of(0, 1))
                .hasMessage("perSecond: 0 (expected: 1 to 1000000)");
        assertThatThrownBy(() -> AcceptRate.of(1, 0)).hasMessage("burst: 0 (expected: >= 1)");
    }
}
