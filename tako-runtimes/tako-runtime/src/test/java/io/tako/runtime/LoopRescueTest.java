package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopRescueTest {

    private @Nullable TakoRuntime runtime;
    private final CompletableFuture<Object> handled = new CompletableFuture<>();
    private final CompletableFuture<Object> inline = new CompletableFuture<>();

    private void open(RuntimeKind kind) {
        runtime =
                new TestRuntime(
                        kind,
                        RuntimeConfig.defaults()
                                .withLoops(1)
                                .withWatchdog(Duration.ofMillis(40), Duration.ofMillis(10)));
    }

    private Core core() {
        return Objects.requireNonNull(runtime).cores().getFirst();
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(runtime).close();
    }

    @ParameterizedTest
    @EnumSource
    void aLoopThatStandsBehindItsOwnHandlerForALockGetsIt(RuntimeKind kind) throws Exception {
        open(kind);
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

    @ParameterizedTest
    @EnumSource
    void aLoopThatNeedsAMonitorOfItsOwnHandlerGetsIt(RuntimeKind kind) throws Exception {
        open(kind);
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
        Await.until("the loop waits", core()::waits);
        gate.countDown();
        assertThat(inline.get(30, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(handled.get(30, TimeUnit.SECONDS)).isEqualTo("the monitor");
    }

    @ParameterizedTest
    @EnumSource
    void aLoopThatNeedsTheMonitorOfAHandlerThatItHasWokenItselfGetsIt(RuntimeKind kind)
            throws Exception {
        open(kind);
        Object monitor = new Object();
        CountDownLatch gate = new CountDownLatch(1);
        AtomicReference<Thread> handler = new AtomicReference<>();
        start(
                () -> {
                    synchronized (monitor) {
                        handler.set(Thread.currentThread());
                        gate.await();
                        return "the monitor";
                    }
                });
        Await.until(
                "the handler waits",
                () ->
                        handler.get() instanceof Thread thread
                                && thread.getState() == Thread.State.WAITING);
        onTheLoop(
                () -> {
                    gate.countDown();
                    synchronized (monitor) {
                        Thread.onSpinWait();
                    }
                });
        assertThat(inline.get(30, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(handled.get(30, TimeUnit.SECONDS)).isEqualTo("the monitor");
    }

    @Test
    void aHandlerThatWasMovedIsBackOnItsCoreAfterItsNextWait() throws Exception {
        open(RuntimeKind.PER_CORE);
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
        Await.until("the loop waits", core()::waits);
        gate.countDown();
        inline.get(30, TimeUnit.SECONDS);
        Await.until("it waits", () -> handler.get().getState() == Thread.State.WAITING);
        release.countDown();
        assertThat(handled.get(30, TimeUnit.SECONDS)).isEqualTo("core 0");
        assertThat(amid.get()).isEqualTo("elsewhere");
    }

    @Test
    void aLoopThatOnlySleepsKeepsItsHandlers() throws Exception {
        open(RuntimeKind.PER_CORE);
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
                        ExecutionProfile.learning(),
                        () -> handled.complete(work.call()));
        core().eventLoop().execute(() -> core().start(task));
    }

    private void onTheLoop(TestTask.Body work) {
        core().eventLoop()
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
