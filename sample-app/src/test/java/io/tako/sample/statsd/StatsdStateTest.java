package io.tako.sample.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StatsdStateTest {

    private Instant now = Instant.ofEpochSecond(100);
    private final StatsdState state = new StatsdState(() -> now, 3, Duration.ofSeconds(10));

    @Test
    void aCounterIsTheSumOfWhatCameScaledByItsRate() {
        assertThat(values("hits:2|c")).containsExactly(2.0);
        assertThat(values("hits:1:3|c|@0.5")).containsExactly(4.0, 10.0);
        assertThat(values("hits:1|c|#zone:a")).containsExactly(1.0);
    }

    @Test
    void aGaugeWithASignIsAdded() {
        assertThat(values("depth:10|g")).containsExactly(10.0);
        assertThat(values("depth:-4|g")).containsExactly(6.0);
        assertThat(values("depth:+1|g")).containsExactly(7.0);
        assertThat(values("depth:3|g")).containsExactly(3.0);
    }

    @Test
    void timersAndSamplesAreKeptEachAsItIs() {
        List<Point> points = points("wait:5:-1|ms|@0.1").orElseThrow();

        assertThat(points)
                .containsExactly(
                        new Point("wait", Map.of(), Map.of("ms", new Decimal(5)), 100_000_000_000L),
                        new Point(
                                "wait", Map.of(), Map.of("ms", new Decimal(-1)), 100_000_000_001L));
    }

    @Test
    void aSetCountsDifferentValuesOfItsWindow() {
        assertThat(values("users:a:b:a|s")).containsExactly(1.0, 2.0, 2.0);
        now = now.plusSeconds(9);
        assertThat(values("users:c|s")).containsExactly(3.0);
        now = now.plusSeconds(1);
        assertThat(values("users:c|s")).containsExactly(1.0);
    }

    @Test
    void moreThanIsRememberedIsRefusedAndTheRestGoesOn() {
        values("a:1|c");
        values("b:1|g");
        values("c:x|s");

        assertThat(points("d:1|c")).isEmpty();
        assertThat(points("e:x|s")).isEmpty();
        assertThat(values("f:1|ms")).containsExactly(1.0);
        assertThat(values("a:1|c")).containsExactly(2.0);
    }

    @Test
    void valuesOfSetsAreBoundedTogether() {
        for (int i = 0; i < StatsdState.MOST_SET_VALUES; i++) {
            values((i % 2 == 0 ? "even:" : "odd:") + i + "|s");
        }

        assertThat(points("even:more|s")).isEmpty();
        assertThat(values("even:0|s")).containsExactly(StatsdState.MOST_SET_VALUES / 2.0);
        now = now.plusSeconds(10);
        assertThat(values("even:more|s")).containsExactly(1.0);
    }

    @Test
    void aSumThatIsNoNumberAnyMoreIsRefused() {
        values("huge:1.7e308|c");

        assertThat(points("huge:1.7e308|c")).isEmpty();
        assertThat(values("huge:-1.7e308|c")).containsExactly(0.0);
    }

    private List<Double> values(String line) {
        return points(line).orElseThrow().stream()
                .flatMap(point -> point.fields().values().stream())
                .map(value -> ((Decimal) value).value())
                .toList();
    }

    private Optional<List<Point>> points(String line) {
        return state.points(StatsdLine.parse(line).orElseThrow());
    }
}
