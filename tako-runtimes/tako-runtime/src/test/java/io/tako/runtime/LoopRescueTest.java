package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopRescueTest {

    private final TakoRuntime runtime =
            new TestRuntime(
                    RuntimeKind.PER_CORE,
                    RuntimeConfig.defaults()
                            .withLoops(1)
                            .withWatchdog(Duration.ofMillis(40), Duration.ofMillis(10)));
    private final Core core = runtime.cores().getFirst();
    private final CompletableFuture<Object> handled = new CompletableFuture<>();
    private final CompletableFuture<Object> inline = new CompletableFuture<>();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void aLoopThatStandsBehindItsOwnHandlerForALockGetsIt() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            start(
                    () -> {
                        lock.lock();
                        lock.unlock();
                        return "the lock";
                    });
            Await.until("the handler waits", lock::hasQueuedThreads);
            onTheLoop(
                    () -> {
                        lock.lock();
                        lock.unlock();
                    });
            Await.until("the loop waits", () -> lock.getQueueLength() == 2);
        } finally {
            lock.unlock();
        }
        assertThat(inline.get(30, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(handled.get(30, TimeUnit.SECONDS)).isEqualTo("the lock");
    }

    @Test
    void aLoopThatNeedsAMonitorOfItsOwnHandlerGetsIt() throws Exception {
        Object monitor = new Object();
        CountDownLatch parked = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        start(
                () -> {
                    synchronized (monitor) {
                        parked.countDown();
                        gate.await();
                        return "the monitor";
                    }
                });
        assertThat(parked.await(30, TimeUnit.SECONDS)).isTrue();
        onTheLoop(
                () -> {
                    synchronized (monitor) {
                        Thread.onSpinWait();
                    }
                });
        Await.until("the loop waits", core::waits);
        gate.countDown();
        assertThat(inline.get(30, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(handled.get(30, TimeUnit.SECONDS)).isEqualTo("the monitor");
    }

    @Test
    void aHandlerThatWasMovedIsBackOnItsCoreAfterItsNextWait() throws Exception {
        CountDownLatch loopWaits = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicReference<String> amid = new AtomicReference<>("");
        AtomicReference<Thread> handler = new AtomicReference<>();
        CountDownLatch release = new CountDownLatch(1);
        start(
                () -> {
                    gate.await();
                    amid.set(place());
                    handler.set(Thread.currentThread());
                    loopWaits.countDown();
                    release.await();
                    return place();
                });
        onTheLoop(() -> loopWaits.await(30, TimeUnit.SECONDS));
        Await.until("the loop waits", core::waits);
        gate.countDown();
        inline.get(30, TimeUnit.SECONDS);
        Await.until("it waits", () -> handler.get().getState() == Thread.State.WAITING);
        release.countDown();
        assertThat(handled.get(30, TimeUnit.SECONDS)).isEqualTo("core 0");
        assertThat(amid.get()).isEqualTo("elsewhere");
    }

    @Test
    void aLoopThatOnlySleepsKeepsItsHandlers() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        start(
                () -> {
                    gate.await();
                    return place();
                });
        onTheLoop(
                () -> {
                    gate.countDown();
                    Thread.sleep(300);
                });
        assertThat(handled.get(30, TimeUnit.SECONDS)).isEqualTo("core 0");
    }

    private static String place() {
        Core current = Core.current();
        return current == null ? "elsewhere" : current.toString();
    }

    private interface Work<T> {
        T call() throws Exception;
    }

    private void start(Work<Object> work) {
        TestTask task =
                new TestTask(
                        "a handler",
                        ExecutionProfile.unmeasured(),
                        () -> handled.complete(work.call()));
        core.eventLoop().execute(() -> core.start(task));
    }

    private void onTheLoop(TestTask.Body work) {
        core.eventLoop()
                .execute(
                        () -> {
                            try {
                                work.run();
                                inline.complete("done");
                            } catch (Exception e) {
                                inline.completeExceptionally(e);
                            }
                        });
    }
}
