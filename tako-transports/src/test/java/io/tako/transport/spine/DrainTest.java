package io.tako.transport.spine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.transport.CoreCounts;
import io.tako.transport.DrainReport;
import io.tako.transport.ListenerCounts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class DrainTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aConnectionThatEndsBeforeTheDrainsThreadRunsIsCounted() {
        FakeListener listener = new FakeListener(5, 2);
        listener.endingAtOnce = 2;

        Drain drain = new Drain(List.of(listener), Duration.ZERO, LIMIT, () -> {});
        drain.run();

        assertThat(drain.report()).isCompletedWithValue(new DrainReport(2, 0, Map.of()));
    }

    @Test
    void whatEndsDuringTheDelayIsNotOfTheDrain() {
        FakeListener listener = new FakeListener(5, 2);
        listener.endingAtOnce = 1;
        Drain drain = new Drain(List.of(listener), Duration.ofMillis(1), LIMIT, () -> {});
        listener.open--;

        drain.run();

        assertThat(drain.report()).isCompletedWithValue(new DrainReport(1, 0, Map.of()));
    }

    @Test
    void whatIsAcceptedMeanwhileIsCountedAndWhatIsLeftIsCut() {
        FakeListener listener = new FakeListener(5, 2);
        listener.endingAtOnce = 1;
        listener.comingLate = 3;

        Drain drain = new Drain(List.of(listener), Duration.ZERO, Duration.ZERO, () -> {});
        drain.run();

        assertThat(drain.report().thenApply(DrainReport::finished)).isCompletedWithValue(1);
        assertThat(drain.report().thenApply(DrainReport::cut)).isCompletedWithValue(4);
        assertThat(drain.report().thenApply(DrainReport::cutAt))
                .isCompletedWithValue(Map.of("HTTP/1.1 request", 4));
    }

    @Test
    void theActionAtTheEndRunsBeforeTheReportIsGiven() {
        CompletableFuture<Boolean> given = new CompletableFuture<>();
        Drain[] drain = new Drain[1];
        drain[0] =
                new Drain(
                        List.of(),
                        Duration.ZERO,
                        LIMIT,
                        () -> given.complete(drain[0].report().isDone()));

        drain[0].run();

        assertThat(given).isCompletedWithValue(false);
        assertThat(drain[0].report()).isCompletedWithValue(new DrainReport(0, 0, Map.of()));
    }

    /** Its connections end, and others come, the moment it is told of a drain. */
    private static final class FakeListener implements Listener {

        private long accepted;
        private int open;
        private int endingAtOnce;
        private int comingLate;
        private boolean begun;

        FakeListener(long accepted, int open) {
            this.accepted = accepted;
            this.open = open;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public SocketAddress address() {
            return InetSocketAddress.createUnresolved("fake", 1);
        }

        @Override
        public String describe() {
            return "fake";
        }

        @Override
        public int connections() {
            return open;
        }

        @Override
        public ListenerCounts counts() {
            return new ListenerCounts(open, accepted, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public List<CoreCounts> coreCounts() {
            return List.of();
        }

        @Override
        public synchronized void beginDrain() {
            if (!begun) {
                begun = true;
                open += comingLate - endingAtOnce;
                accepted += comingLate;
            }
        }

        @Override
        public void drain() {
            beginDrain();
        }

        @Override
        public void abort() {
            open = 0;
        }

        @Override
        public Map<String, Integer> cut() {
            Map<String, Integer> at = open == 0 ? Map.of() : Map.of("HTTP/1.1 request", open);
            open = 0;
            return at;
        }
    }
}
