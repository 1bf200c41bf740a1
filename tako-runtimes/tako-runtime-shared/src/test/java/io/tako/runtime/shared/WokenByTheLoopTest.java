package io.tako.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.runtime.Core;
import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.ManualProfile;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.TestTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a handler goes on that has parked says who woke it. */
class WokenByTheLoopTest {

    private final TakoRuntime runtime = SharedRuntime.open(RuntimeConfig.defaults().withLoops(1));
    private final Core core = runtime.cores().getFirst();
    private final ManualProfile route = new ManualProfile();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void handlerThatItsLoopWakesGoesOnThereAgainAndAgain() throws Exception {
        run(
                () -> {
                    for (int i = 0; i < 100; i++) {
                        parkUntilTheLoopWakes();
                        assertThat(Core.current()).isSameAs(core);
                        assertThat(Thread.currentThread().isVirtual()).isTrue();
                    }
                });
    }

    @Test
    void handlerThatAnotherThreadWakesGoesOnOnTheSchedulerAndComesBackWithItsLoop()
            throws Exception {
        run(
                () -> {
                    for (int i = 0; i < 100; i++) {
                        parkUntil(wake -> Thread.ofPlatform().start(wake));
                        assertThat(Core.current()).isNull();
                        parkUntilTheLoopWakes();
                        assertThat(Core.current()).isSameAs(core);
                    }
                });
    }

    @Test
    void handlerThatSleptGoesOnOnTheScheduler() throws Exception {
        run(
                () -> {
                    Thread.sleep(1);
                    assertThat(Core.current()).isNull();
                });
    }

    @Test
    void handlerThatYieldsMakesWayForTheLoop() throws Exception {
        run(
                () -> {
                    parkUntilTheLoopWakes();
                    Thread.yield();
                    assertThat(Core.current()).isNull();
                });
    }

    @Test
    void handlerThatAnotherHandlerWakesLeavesTheLoopToThatOne() throws Exception {
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<Void> woken = new CompletableFuture<>();
        TestTask waits =
                start(
                        () -> {
                            waiting.set(Thread.currentThread());
                            woken.join();
                            assertThat(Core.current()).isNull();
                        });
        run(
                () -> {
                    assertThat(Core.current()).isSameAs(core);
                    awaitParked(waiting);
                    woken.complete(null);
                });
        waits.await();
    }

    @Test
    void threadOfAHandlerRunsBesideTheLoop() throws Exception {
        run(
                () -> {
                    CompletableFuture<Boolean> first = new CompletableFuture<>();
                    CompletableFuture<Boolean> second = new CompletableFuture<>();
                    Thread child =
                            Thread.ofVirtual()
                                    .start(
                                            () -> {
                                                first.complete(Core.current() == core);
                                                parkUntilTheLoopWakes();
                                                second.complete(Core.current() == core);
                                            });
                    child.join();
                    assertThat(first.join()).isFalse();
                    assertThat(second.join()).isFalse();
                });
    }

    @Test
    void handlerOfWhichNothingIsLearnedGoesOnOnTheScheduler() throws Exception {
        TestTask task =
                new TestTask(
                        "unknown",
                        ExecutionProfile.unmeasured(),
                        () -> {
                            parkUntilTheLoopWakes();
                            assertThat(Core.current()).isNull();
                        });
        core.eventLoop().execute(() -> core.start(task));
        task.await();
    }

    @Test
    void routeThatHoldsTheLoopWhenWokenMovesToTheSchedulerAndBack() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(goesOnOnTheLoop(TimeUnit.MILLISECONDS.toNanos(2))).isTrue();
        }
        assertThat(route.profile().wakesOffLoop()).isTrue();
        assertThat(route.profile().startsOffLoop()).as("its starts are short").isFalse();
        assertThat(goesOnOnTheLoop(TimeUnit.MILLISECONDS.toNanos(2))).isFalse();
        assertThat(goesOnOnTheLoop(0)).isFalse();

        route.advance(TimeUnit.SECONDS.toNanos(1));
        assertThat(goesOnOnTheLoop(0)).as("first probe").isTrue();
        assertThat(goesOnOnTheLoop(0)).as("second probe").isTrue();
        assertThat(route.profile().wakesOffLoop()).isFalse();
        assertThat(goesOnOnTheLoop(0)).isTrue();
    }

    private boolean goesOnOnTheLoop(long sliceNanos) throws Exception {
        AtomicBoolean onLoop = new AtomicBoolean();
        run(
                () -> {
                    assertThat(Core.current()).isSameAs(core);
                    parkUntilTheLoopWakes();
                    onLoop.set(Core.current() == core);
                    route.advance(sliceNanos);
                });
        return onLoop.get();
    }

    private void run(TestTask.Body body) throws Exception {
        start(body).await();
    }

    private TestTask start(TestTask.Body body) {
        TestTask task = new TestTask("GET /woken", route.profile(), body);
        core.eventLoop().execute(() -> core.start(task));
        return task;
    }

    private void parkUntilTheLoopWakes() {
        parkUntil(core.eventLoop()::execute);
    }

    /** What wakes must come once the caller is parked: before, nothing is woken. */
    private static void parkUntil(Waking waking) {
        AtomicReference<Thread> parked = new AtomicReference<>(Thread.currentThread());
        CompletableFuture<Void> woken = new CompletableFuture<>();
        waking.later(
                () -> {
                    awaitParked(parked);
                    woken.complete(null);
                });
        woken.join();
    }

    private static void awaitParked(AtomicReference<Thread> thread) {
        for (Thread seen = thread.get();
                seen == null || seen.getState() != Thread.State.WAITING;
                seen = thread.get()) {
            LockSupport.parkNanos(1000);
        }
    }

    /** Has another thread run something soon. */
    @FunctionalInterface
    private interface Waking {
        void later(Runnable wake);
    }
}
