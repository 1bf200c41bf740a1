package io.tako.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The tests of a pair share what was started for it, and each pair has its own. */
@EveryBackEnd
@OneInstance
final class OneInstanceTest {

    private static final List<String> EVENTS = new ArrayList<>();

    private final String pair;
    private int tests;

    OneInstanceTest(RuntimeKind kind, IoPreference io) {
        pair = kind + " " + io;
    }

    @OneInstance.Start
    void start() {
        EVENTS.add("start " + pair);
    }

    @Test
    void oneTest() {
        tests++;
    }

    @Test
    void another() {
        tests++;
    }

    @OneInstance.Stop
    void stop() {
        EVENTS.add("stop " + pair + " after " + tests);
    }

    @AfterAll
    static void eachPairWasStartedAndStoppedAroundItsTests() {
        List<String> expected =
                BackEnds.every()
                        .map(one -> one.get()[0] + " " + one.get()[1])
                        .<String>mapMulti(
                                (pair, to) -> {
                                    to.accept("start " + pair);
                                    to.accept("stop " + pair + " after 2");
                                })
                        .toList();
        assertThat(expected).hasSize(12);
        assertThat(EVENTS).isEqualTo(expected);
    }
}
