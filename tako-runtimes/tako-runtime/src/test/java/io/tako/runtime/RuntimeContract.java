package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How handlers run, on whichever runtime and back end a subclass opens. */
public abstract class RuntimeContract {

    private TakoRuntime runtime;
    private Core core;

    /** Opens the runtime under test on its back end. */
    protected abstract TakoRuntime open(RuntimeConfig config);

    /** Checks, inside a handler that has parked, that it is where this runtime puts it. */
    protected abstract void assertPlaceAfterPark(Core startedOn);

    @BeforeEach
    void openRuntime() {
        runtime = open(RuntimeConfig.defaults().withLoops(2).withPin(null));
        core = runtime.cores().get(1);
    }

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    protected final TakoRuntime runtime() {
        return runtime;
    }

    @Test
    void handlerStartsOnAVirtualThreadThatItsLoopCarries() throws Exception {
        TestTask.start(
                        core,
                        () -> {
                            assertThat(Thread.currentThread().isVirtual()).isTrue();
                            assertThat(Core.current()).isSameAs(core);
                            assertThat(core.isCurrent()).isTrue();
                            assertThat(core.eventLoop().inEventLoop()).isFalse();
                        })
                .await();
    }

    @Test
    void handlerThatDoesNotParkIsCompletedWhenStartReturns() throws Exception {
        AtomicBoolean doneAtReturn = new AtomicBoolean();
        CountDownLatch looked = new CountDownLatch(1);
        core.eventLoop()
                .execute(
                        () -> {
                            AtomicBoolean done = new AtomicBoolean();
                            core.start(task(() -> {}, () -> done.set(true)));
                            doneAtReturn.set(done.get());
                            looked.countDown();
                        });
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(doneAtReturn).isTrue();
    }

    @Test
    void completionIsAlwaysOnTheLoopThread() throws Exception {
        Thread atOnce = TestTask.start(core, () -> {}).await();
        Thread afterPark = TestTask.start(core, () -> Thread.sleep(1)).await();
        TestTask offloaded = new TestTask(() -> assertThat(Core.current()).isNull());
        core.eventLoop().execute(() -> core.startOffloaded(offloaded));

        assertThat(core.eventLoop().inEventLoop(atOnce)).isTrue();
        assertThat(core.eventLoop().inEventLoop(afterPark)).isTrue();
        assertThat(core.eventLoop().inEventLoop(offloaded.await())).isTrue();
    }

    @Test
    void handlerMaySleep() throws Exception {
        TestTask.start(
                        core,
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                Thread.sleep(1);
                                assertPlaceAfterPark(core);
                            }
                        })
                .await();
    }

    @Test
    void handlerMayWaitInsideSynchronized() throws Exception {
        Object monitor = new Object();
        AtomicBoolean told = new AtomicBoolean();
        CountDownLatch inside = new CountDownLatch(1);
        TestTask waiter =
                TestTask.start(
                        core,
                        () -> {
                            synchronized (monitor) {
                                inside.countDown();
                                while (!told.get()) {
                                    monitor.wait();
                                }
                            }
                            assertPlaceAfterPark(core);
                        });
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        // The loop is free while the handler waits: another handler of the same core wakes it.
        TestTask.start(
                        core,
                        () -> {
                            synchronized (monitor) {
                                told.set(true);
                                monitor.notifyAll();
                            }
                        })
                .await();
        waiter.await();
    }

    @Test
    void handlerMayBlockOnAMonitorHeldByAnotherHandlerOfItsCore() throws Exception {
        Object monitor = new Object();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        TestTask holder =
                TestTask.start(
                        core,
                        () -> {
                            synchronized (monitor) {
                                held.countDown();
                                release.await();
                            }
                        });
        assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        CountDownLatch trying = new CountDownLatch(1);
        TestTask contender =
                TestTask.start(
                        core,
                        () -> {
                            trying.countDown();
                            synchronized (monitor) {
                                assertThat(release.getCount()).isZero();
                            }
                            assertPlaceAfterPark(core);
                        });
        assertThat(trying.await(30, TimeUnit.SECONDS)).isTrue();
        TestTask.start(core, release::countDown).await();
        holder.await();
        contender.await();
    }

    @Test
    void handlersMayContendForALock() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger total = new AtomicInteger();
        List<TestTask> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Core on = runtime.cores().get(i % 2);
            tasks.add(
                    TestTask.start(
                            on,
                            () -> {
                                lock.lock();
                                try {
                                    assertThat(inside.incrementAndGet()).isEqualTo(1);
                                    Thread.sleep(1);
                                    assertPlaceAfterPark(on);
                                    inside.decrementAndGet();
                                    total.incrementAndGet();
                                } finally {
                                    lock.unlock();
                                }
                            }));
        }
        for (TestTask task : tasks) {
            task.await();
        }
        assertThat(total).hasValue(50);
    }

    @Test
    void aThousandHandlersOfOneCoreWaitAtTheSameTime() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1_000);
        CountDownLatch gate = new CountDownLatch(1);
        List<TestTask> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tasks.add(
                    TestTask.start(
                            core,
                            () -> {
                                arrived.countDown();
                                gate.await();
                                Thread.sleep(100);
                            }));
        }
        // Nobody has passed the gate, so all thousand are in their handlers, parked, at once.
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        gate.countDown();
        for (TestTask task : tasks) {
            assertThat(core.eventLoop().inEventLoop(task.await())).isTrue();
        }
    }

    @Test
    void childThreadsOfAHandlerRun() throws Exception {
        TestTask.start(
                        core,
                        () -> {
                            AtomicReference<Object> grandchild = new AtomicReference<>();
                            Thread child =
                                    Thread.startVirtualThread(
                                            () -> {
                                                try {
                                                    Thread.sleep(1);
                                                    assertPlaceAfterPark(core);
                                                    Thread inner =
                                                            Thread.startVirtualThread(
                                                                    () -> grandchild.set("ran"));
                                                    inner.join();
                                                } catch (Throwable t) {
                                                    grandchild.set(t);
                                                }
                                            });
                            child.join();
                            assertThat(grandchild).hasValue("ran");
                        })
                .await();
    }

    @Test
    void childThreadsOutliveTheirHandler() throws Exception {
        CountDownLatch handlerDone = new CountDownLatch(1);
        CountDownLatch childDone = new CountDownLatch(1);
        TestTask.start(
                        core,
                        () ->
                                Thread.startVirtualThread(
                                        () -> {
                                            try {
                                                handlerDone.await();
                                                childDone.countDown();
                                            } catch (InterruptedException e) {
                                                Thread.currentThread().interrupt();
                                            }
                                        }))
                .await();
        handlerDone.countDown();
        assertThat(childDone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void yieldingForLongNeitherOverflowsNorHoldsTheLoop() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger yields = new AtomicInteger();
        TestTask yielding =
                TestTask.start(
                        core,
                        () -> {
                            while (!stop.get() || yields.get() < 100_000) {
                                yields.incrementAndGet();
                                Thread.yield();
                            }
                        });
        Await.until("some yields", () -> yields.get() > 1_000);
        CountDownLatch ran = new CountDownLatch(1);
        core.eventLoop().execute(ran::countDown);
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        TestTask.start(core, () -> Thread.sleep(1)).await();
        stop.set(true);
        yielding.await();
    }

    @Test
    void parkedHandlerCanBeInterrupted() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch inside = new CountDownLatch(1);
        TestTask task =
                TestTask.start(
                        core,
                        () -> {
                            try {
                                inside.countDown();
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.set(true);
                            }
                        });
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        task.interrupt(core);
        task.await();
        assertThat(interrupted).isTrue();
        assertThat(core.eventLoop().submit(() -> task.thread() == null).get()).isTrue();
        // The loop thread itself was not left interrupted.
        assertThat(core.eventLoop().submit(() -> Thread.currentThread().isInterrupted()).get())
                .isFalse();
    }

    @Test
    void offloadRunsElsewhereAndComesBack() throws Exception {
        TestTask.start(
                        core,
                        () -> {
                            Thread caller = Thread.currentThread();
                            AtomicReference<@Nullable Core> seen = new AtomicReference<>(core);
                            String result =
                                    Offload.call(
                                            () -> {
                                                seen.set(Core.current());
                                                Await.until(
                                                        "the caller is parked",
                                                        () ->
                                                                caller.getState()
                                                                        == Thread.State.WAITING);
                                                return "done";
                                            });
                            assertThat(result).isEqualTo("done");
                            assertThat(seen).hasNullValue();
                            assertPlaceAfterPark(core);
                            assertThatThrownBy(
                                            () ->
                                                    Offload.call(
                                                            () -> {
                                                                throw new IOException("no");
                                                            }))
                                    .isInstanceOf(IOException.class)
                                    .hasMessage("no");
                        })
                .await();
    }

    @Test
    void interruptReachesOffloadedWork() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean workInterrupted = new AtomicBoolean();
        TestTask task =
                TestTask.start(
                        core,
                        () ->
                                assertThatThrownBy(
                                                () ->
                                                        Offload.call(
                                                                () -> {
                                                                    try {
                                                                        inside.countDown();
                                                                        new CountDownLatch(1)
                                                                                .await();
                                                                        return null;
                                                                    } catch (
                                                                            InterruptedException
                                                                                    e) {
                                                                        workInterrupted.set(true);
                                                                        throw e;
                                                                    }
                                                                }))
                                        .isInstanceOf(InterruptedException.class));
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        task.interrupt(core);
        task.await();
        assertThat(workInterrupted).isTrue();
    }

    @Test
    void loopThreadMayNotOffload() throws Exception {
        assertThatThrownBy(() -> core.eventLoop().submit(() -> Offload.call(() -> 1)).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loop thread");
    }

    @Test
    void inlineHandlerRunsOnTheLoopThread() throws Exception {
        AtomicReference<Thread> ran = new AtomicReference<>();
        TestTask task = new TestTask(() -> ran.set(Thread.currentThread()));
        core.eventLoop().execute(() -> core.runInline(task));
        assertThat(task.await()).isSameAs(ran.get());
        assertThat(core.eventLoop().inEventLoop(ran.get())).isTrue();
    }

    @Test
    void workHandedOverByAHandlerRunsOnItsLoopInOrder() throws Exception {
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        CountDownLatch ran = new CountDownLatch(4);
        TestTask.start(
                        core,
                        () -> {
                            for (int i = 0; i < 4; i++) {
                                int number = i;
                                core.execute(
                                        () -> {
                                            assertThat(core.eventLoop().inEventLoop()).isTrue();
                                            order.add(number);
                                            ran.countDown();
                                        });
                            }
                        })
                .await();
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    @Test
    void workHandedOverRunsBeforeTheCompletion() throws Exception {
        for (boolean parks : new boolean[] {false, true}) {
            AtomicBoolean worked = new AtomicBoolean();
            AtomicBoolean workedFirst = new AtomicBoolean();
            CountDownLatch completed = new CountDownLatch(1);
            HandlerTask task =
                    task(
                            () -> {
                                if (parks) {
                                    LockSupport.parkNanos(1_000_000);
                                }
                                core.execute(() -> worked.set(true));
                            },
                            () -> {
                                workedFirst.set(worked.get());
                                completed.countDown();
                            });
            core.eventLoop().execute(() -> core.start(task));
            assertThat(completed.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(workedFirst).isTrue();
        }
    }

    @Test
    void workHandedOverKeepsItsOrderAcrossThreads() throws Exception {
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            expected.add(i);
        }
        TestTask.start(
                        core,
                        () -> {
                            for (int i = 0; i < 1_000; i += 2) {
                                int number = i;
                                core.execute(() -> order.add(number));
                                Offload.call(
                                        () -> {
                                            core.execute(() -> order.add(number + 1));
                                            return "handed over";
                                        });
                            }
                        })
                .await();
        assertThat(order).containsExactlyElementsOf(expected);
    }

    @Test
    void completionsMayStartTheNextHandlerWithoutEnd() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        HandlerTask chain =
                new HandlerTask() {
                    @Override
                    protected void handle() {
                        runs.incrementAndGet();
                    }

                    @Override
                    protected void completed() {
                        if (runs.get() < 50_000) {
                            core.start(this);
                        } else {
                            done.countDown();
                        }
                    }

                    @Override
                    protected String describe() {
                        return "chain";
                    }
                };
        core.eventLoop().execute(() -> core.start(chain));
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(50_000);
    }

    @Test
    void runningTaskIsRefusedASecondStart() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        TestTask task = TestTask.start(core, gate::await);
        assertThatThrownBy(
                        () ->
                                core.eventLoop()
                                        .submit(
                                                () -> {
                                                    core.start(task);
                                                    return null;
                                                })
                                        .get())
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already running");
        gate.countDown();
        task.await();
    }

    @Test
    void errorsOfHandlersAndCompletionsDoNotEndTheLoop() throws Exception {
        CountDownLatch completed = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            int which = i;
            core.eventLoop()
                    .execute(
                            () ->
                                    core.start(
                                            task(
                                                    () -> {
                                                        if (which == 0) {
                                                            throw new StackOverflowError("handler");
                                                        }
                                                    },
                                                    () -> {
                                                        completed.countDown();
                                                        throw new AssertionError("completion");
                                                    })));
        }
        assertThat(completed.await(30, TimeUnit.SECONDS)).isTrue();
        TestTask.start(core, () -> Thread.sleep(1)).await();
    }

    @Test
    void handlersInheritTheClassLoaderOfWhoeverOpenedTheRuntime() throws Exception {
        Thread.currentThread()
                .setContextClassLoader(new ClassLoader(getClass().getClassLoader()) {});
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        local.set("opener");
        try (TakoRuntime fresh = open(RuntimeConfig.defaults().withLoops(1))) {
            TestTask.start(
                            fresh.cores().getFirst(),
                            () -> {
                                assertThat(Thread.currentThread().getContextClassLoader())
                                        .isSameAs(loader);
                                assertThat(local.get()).isNull();
                            })
                    .await();
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    @Test
    void startOffTheLoopThreadIsRefused() {
        assertThatThrownBy(() -> core.start(new TestTask(() -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loop thread of core 1");
    }

    @Test
    void startIsRejectedOnceClosed() {
        runtime.close();
        assertThatThrownBy(() -> core.start(new TestTask(() -> {})))
                .isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> core.startOffloaded(new TestTask(() -> {})))
                .isInstanceOf(RejectedExecutionException.class);
        runtime.close();
    }

    @Test
    void handlerParkedOverTheEndOfItsLoopCanStillEnd() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        TestTask.start(
                core,
                () -> {
                    inside.countDown();
                    gate.await();
                    ended.countDown();
                });
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        runtime.close();
        gate.countDown();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static HandlerTask task(Runnable handle, Runnable completed) {
        return new HandlerTask() {
            @Override
            protected void handle() {
                handle.run();
            }

            @Override
            protected void completed() {
                completed.run();
            }

            @Override
            protected String describe() {
                return "task";
            }
        };
    }
}
