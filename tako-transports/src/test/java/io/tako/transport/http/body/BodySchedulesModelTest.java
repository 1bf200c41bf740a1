package io.tako.transport.http.body;

import org.junit.jupiter.api.Test;

/**
 * Whatever happens to a body, and in whatever order: who is told that it has all of it has it all.
 * The seed of a schedule that fails is in the message; {@code new BodySchedule(seed)} is the same
 * again.
 */
final class BodySchedulesModelTest {

    private static final int SCHEDULES = 100_000;

    @Test
    void noScheduleTurnsAPartIntoAWhole() {
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            BodySchedule schedule = new BodySchedule(seed);
            try {
                schedule.run();
            } catch (Throwable wrong) {
                throw new AssertionError(
                        "seed " + seed + " " + wrong.getMessage() + " after " + schedule.steps,
                        wrong);
            }
        }
    }
}
