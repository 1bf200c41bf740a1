package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RuntimeConfigTest {

    private final RuntimeConfig defaults = RuntimeConfig.defaults();

    @Test
    void zeroLoopsIsOnePerProcessor() {
        assertThat(defaults.effectiveLoops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(defaults.withLoops(3).effectiveLoops()).isEqualTo(3);
    }

    @Test
    void watchdogLooksFourTimesPerThresholdWithinBounds() {
        assertThat(defaults.effectiveWatchdogInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(interval(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(interval(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(10));
        assertThat(
                        defaults.withWatchdog(Duration.ofSeconds(5), Duration.ofMillis(7))
                                .effectiveWatchdogInterval())
                .isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void valuesOutOfBoundsAreNamed() {
        refused(() -> defaults.withLoops(-1), "loops: -1");
        refused(() -> defaults.withLoops(1_025), "loops: 1025");
        refused(() -> defaults.withWatchdog(Duration.ofMillis(-1)), "watchdogThreshold");
        refused(
                () -> defaults.withWatchdog(Duration.ofSeconds(1), Duration.ZERO),
                "watchdogInterval");
        refused(() -> defaults.withThreadPrefix(" "), "threadPrefix");
        refused(() -> ListenerOptions.defaults().withBacklog(0), "backlog: 0");
        refused(
                () ->
                        new ListenerOptions(
                                1, true, true, true, 0, null, ListenerOptions.ReusePort.AUTO),
                "receiveBuffer: 0");
    }

    private Duration interval(Duration threshold) {
        return defaults.withWatchdog(threshold).effectiveWatchdogInterval();
    }

    private static void refused(Runnable action, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(action::run)
                .withMessageContaining(name)
                .withMessageContaining("expected");
    }
}
