package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopLagTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    private final TakoRuntime runtime =
            new TestRuntime(RuntimeKind.SHARED, RuntimeConfig.defaults().withLoops(2));

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void everyCoreIsMeasuredOnItsOwnLoop() throws Exception {
        Set<Core> measured = ConcurrentHashMap.newKeySet();
        LoopLag.Sink sink =
                (core, nanos) -> {
                    if (core.eventLoop().inEventLoop() && nanos >= 0) {
                        measured.add(core);
                    }
                };
        try (LoopLag lag = LoopLag.measure(runtime, OFTEN, sink)) {
            Await.until("both cores are measured", () -> measured.size() == 2);
        }
    }

    @Test
    void loopThatIsHeldComesLateByTheTimeItWasHeld() throws Exception {
        Core held = runtime.cores().get(1);
        AtomicLong most = new AtomicLong();
        LoopLag.Sink sink =
                (core, nanos) -> {
                    if (core == held) {
                        most.accumulateAndGet(nanos, Math::max);
                    }
                };
        try (LoopLag lag = LoopLag.measure(runtime, OFTEN, sink)) {
            Await.until("it is measured", () -> most.get() > 0);
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch holds = new CountDownLatch(1);
            held.eventLoop()
                    .execute(
                            () -> {
                                holds.countDown();
                                awaitQuietly(gate);
                            });
            assertThat(holds.await(30, TimeUnit.SECONDS)).isTrue();
            long begun = System.nanoTime();
            Thread.sleep(50);
            long holding = System.nanoTime() - begun;
            gate.countDown();
            Await.until(
                    "the hold is told",
                    () -> most.get() >= holding - TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void nothingIsToldAfterItWasClosed() throws Exception {
        AtomicInteger told = new AtomicInteger();
        LoopLag lag = LoopLag.measure(runtime, OFTEN, (core, nanos) -> told.incrementAndGet());
        Await.until("it measures", () -> told.get() > 2);
        lag.close();
        for (Core core : runtime.cores()) {
            core.eventLoop().submit(() -> {}).await();
        }
        int before = told.get();
        Thread.sleep(20);
        assertThat(told.get()).isEqualTo(before);
    }

    @Test
    void closedRuntimeTakesItsTimersAlong() {
        LoopLag lag = LoopLag.measure(runtime, OFTEN, (core, nanos) -> {});
        runtime.close();
        lag.close();
        assertThat(runtime.cores()).allMatch(core -> core.eventLoop().isTerminated());
    }

    @Test
    void intervalOfNothingIsRefused() {
        assertThatThrownBy(() -> LoopLag.measure(runtime, Duration.ZERO, (core, nanos) -> {}))
                .hasMessage("interval: PT0S (expected: > 0)");
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
