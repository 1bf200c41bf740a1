package io.tako.contracts.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/**
 * Waits for what other threads bring about, long enough for a machine that stands still at times.
 */
public final class Waiting {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final int LOOKS_AT_REST = 100;

    private Waiting() {}

    /** Returns once the condition holds; fails after a minute. */
    public static void until(BooleanSupplier condition) {
        patiently().until(condition::getAsBoolean);
    }

    /** Returns once the value is the expected one; fails after a minute, and tells both. */
    public static void until(LongSupplier value, long expected) {
        until(() -> assertThat(value.getAsLong()).isEqualTo(expected));
    }

    /**
     * Returns once the assertion holds; fails as it does after a minute. A connection that fails
     * meanwhile is an assertion that does not hold yet.
     */
    public static void until(ThrowingRunnable assertion) {
        patiently().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(assertion);
    }

    /** The value, once it is above 0 and has not moved for half a second. */
    public static long settled(LongSupplier value) {
        long last = -1;
        for (int same = 0; same < LOOKS_AT_REST; ) {
            long now = value.getAsLong();
            same = now == last && now > 0 ? same + 1 : 0;
            last = now;
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return last;
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .pollInSameThread();
    }
}
