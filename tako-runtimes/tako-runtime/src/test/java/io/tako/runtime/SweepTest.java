package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a clock that stands still but for the test. */
final class SweepTest {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Sweep sweep = new Sweep(channel.eventLoop());

    /** Counts its looks. */
    private static class Looked extends Sweep.Watch {
        final List<Long> looks = new ArrayList<>();

        @Override
        protected void look(long now) {
            looks.add(now);
        }
    }

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private Looked begun() {
        Looked watch = new Looked();
        sweep.begin(watch, INTERVAL);
        return watch;
    }

    private void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 50) {
            channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
            channel.runPendingTasks();
        }
    }

    @Test
    void eachIsLookedAtOnceInEveryInterval() {
        List<Looked> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(begun());
            pass(Duration.ofMillis(150));
        }
        List<Integer> before = all.stream().map(one -> one.looks.size()).toList();
        pass(INTERVAL.multipliedBy(10));
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).looks.size() - before.get(i)).isBetween(9, 11);
        }
    }

    @Test
    void theTimeBetweenTwoLooksIsAnInterval() {
        Looked watch = begun();
        pass(INTERVAL.multipliedBy(4));
        for (int i = 1; i < watch.looks.size(); i++) {
            assertThat(watch.looks.get(i) - watch.looks.get(i - 1)).isEqualTo(INTERVAL.toNanos());
        }
    }

    @Test
    void theFirstLookComesWithinAnInterval() {
        Looked early = begun();
        pass(Duration.ofMillis(700));
        Looked later = begun();
        pass(INTERVAL);
        assertThat(early.looks).hasSize(1);
        assertThat(later.looks).hasSize(1);
    }

    @Test
    void manyConnectionsAreAsFewTimersAsOne() {
        for (int i = 0; i < 10_000; i++) {
            begun();
        }
        assertThat(sweep.timers()).isOne();
        assertThat(channel.runScheduledPendingTasks()).isPositive();
        sweep.begin(new Looked(), Duration.ofSeconds(5));
        assertThat(sweep.timers()).isEqualTo(2);
    }

    @Test
    void aLoopWithoutConnectionsIsNotWoken() {
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
        Looked watch = begun();
        pass(INTERVAL);
        sweep.end(watch);
        pass(INTERVAL);
        assertThat(sweep.timers()).isZero();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
        Looked again = begun();
        pass(INTERVAL.multipliedBy(2));
        assertThat(again.looks).hasSize(2);
    }

    @Test
    void aTurnWithManyLetsTheLoopDoOtherWorkInBetween() {
        List<Looked> all = new ArrayList<>();
        for (int i = 0; i < 10 * Sweep.MOST_AT_ONCE; i++) {
            all.add(begun());
        }
        List<Long> looked = new ArrayList<>();
        Runnable other =
                new Runnable() {
                    @Override
                    public void run() {
                        long now = all.stream().filter(one -> !one.looks.isEmpty()).count();
                        looked.add(now);
                        if (now < all.size()) {
                            channel.eventLoop().execute(this);
                        }
                    }
                };
        sweep.begin(
                new Looked() {
                    @Override
                    protected void look(long now) {
                        channel.eventLoop().execute(other);
                        sweep.end(this);
                    }
                },
                INTERVAL);
        pass(INTERVAL.plusMillis(500));
        long before = 0;
        for (long now : looked) {
            assertThat(now - before).isLessThanOrEqualTo(Sweep.MOST_AT_ONCE);
            before = now;
        }
        assertThat(all).allSatisfy(one -> assertThat(one.looks).hasSize(1));
    }

    @Test
    void aLookThatFailsEndsNoneOfTheOthers() {
        Sweep.Watch failing =
                new Sweep.Watch() {
                    @Override
                    protected void look(long now) {
                        throw new IllegalStateException("thrown on purpose by a test");
                    }
                };
        Looked before = begun();
        sweep.begin(failing, INTERVAL);
        Looked behind = begun();
        pass(INTERVAL.multipliedBy(2));
        assertThat(before.looks).hasSize(2);
        assertThat(behind.looks).hasSize(2);
    }

    @Test
    void whatIsWatchedAlreadyIsNotBegunAgain() {
        Looked watch = begun();
        assertThatThrownBy(() -> sweep.begin(watch, INTERVAL))
                .isInstanceOf(IllegalStateException.class);
        sweep.end(watch);
        sweep.end(watch);
        sweep.begin(watch, INTERVAL);
        pass(INTERVAL);
        assertThat(watch.looks).hasSize(1);
    }

    /** Whatever begins and ends in looks and between them, nobody is forgotten or seen again. */
    @Test
    void noOrderOfBeginningsAndEndsLosesOne() {
        Random random = new Random(20_261_201);
        Map<Looked, Integer> watched = new HashMap<>();
        List<Looked> ended = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    Looked watch = new Restless(random, watched, ended);
                    sweep.begin(watch, Duration.ofMillis(random.nextBoolean() ? 400 : 1_000));
                    watched.put(watch, step);
                }
                case 2 ->
                        watched.keySet().stream()
                                .findAny()
                                .ifPresent(watch -> end(watch, watched, ended));
                default -> {
                    channel.advanceTimeBy(random.nextInt(100), TimeUnit.MILLISECONDS);
                    channel.runPendingTasks();
                }
            }
        }
        watched.keySet().forEach(watch -> watch.looks.clear());
        ended.forEach(watch -> watch.looks.clear());
        List<Looked> left = List.copyOf(watched.keySet());
        pass(Duration.ofSeconds(3));
        assertThat(left)
                .filteredOn(watched::containsKey)
                .allSatisfy(one -> assertThat(one.looks).isNotEmpty());
        assertThat(ended)
                .filteredOn(one -> !left.contains(one))
                .allSatisfy(one -> assertThat(one.looks).isEmpty());
        List.copyOf(watched.keySet()).forEach(watch -> end(watch, watched, ended));
        pass(Duration.ofSeconds(3));
        assertThat(sweep.timers()).isZero();
    }

    private void end(Looked watch, Map<Looked, Integer> watched, List<Looked> ended) {
        sweep.end(watch);
        watched.remove(watch);
        ended.add(watch);
    }

    /** Ends itself or another while it is looked at, at times. */
    private final class Restless extends Looked {
        private final Random random;
        private final Map<Looked, Integer> watched;
        private final List<Looked> ended;

        Restless(Random random, Map<Looked, Integer> watched, List<Looked> ended) {
            this.random = random;
            this.watched = watched;
            this.ended = ended;
        }

        @Override
        protected void look(long now) {
            super.look(now);
            switch (random.nextInt(20)) {
                case 0 -> end(this, watched, ended);
                case 1 ->
                        watched.keySet().stream()
                                .findAny()
                                .ifPresent(other -> end(other, watched, ended));
                default -> {}
            }
        }
    }

    @Test
    void theShortestTimeIsNoticedAQuarterLateAtMost() {
        Duration longest = Duration.ofSeconds(10);
        assertThat(
                        Sweep.interval(
                                Stream.of(Duration.ZERO, Duration.ofSeconds(8), Duration.ofDays(1)),
                                longest))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(Sweep.interval(Stream.of(Duration.ofDays(1)), longest)).isEqualTo(longest);
        assertThat(Sweep.interval(Stream.of(Duration.ZERO), longest)).isEqualTo(longest);
    }
}
