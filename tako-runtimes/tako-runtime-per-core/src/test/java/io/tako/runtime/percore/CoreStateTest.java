package io.tako.runtime.percore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tako.runtime.CarrierMode;
import io.tako.runtime.ChildJvm;
import io.tako.runtime.Core;
import io.tako.runtime.CoreBound;
import io.tako.runtime.CoreLocal;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.TestTask;
import io.tako.runtime.WrongCoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoreStateTest {

    private final TakoRuntime runtime = PerCoreRuntime.open(RuntimeConfig.defaults().withLoops(2));
    private final Core first = runtime.cores().get(0);
    private final Core second = runtime.cores().get(1);

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void boundValueIsReachableOnItsCoreAfterParking() throws Exception {
        TestTask.start(
                        first,
                        () -> {
                            CoreBound<String> bound = CoreBound.of("mine");
                            Thread.sleep(1);
                            assertThat(bound.get()).isEqualTo("mine");
                            assertThat(bound.core()).isSameAs(first);
                            Thread child =
                                    Thread.startVirtualThread(
                                            () -> assertThat(bound.get()).isEqualTo("mine"));
                            child.join();
                        })
                .await();
    }

    @Test
    void boundValueTouchedFromAnotherCoreNamesBoth() throws Exception {
        CoreBound<String> bound = boundOnFirst();
        TestTask.start(
                        second,
                        () ->
                                assertThatExceptionOfType(WrongCoreException.class)
                                        .isThrownBy(bound::get)
                                        .withMessageContaining("core 0")
                                        .withMessageContaining("core 1"))
                .await();
    }

    @Test
    void boundValueTouchedFromNoCoreSaysSo() throws Exception {
        CoreBound<String> bound = boundOnFirst();
        assertThatExceptionOfType(WrongCoreException.class)
                .isThrownBy(bound::get)
                .withMessageContaining("core 0")
                .withMessageContaining("no core")
                .withMessageContaining(Thread.currentThread().getName());
        assertThatExceptionOfType(WrongCoreException.class)
                .isThrownBy(() -> CoreBound.of("stray"))
                .withMessageContaining("no core");
    }

    @Test
    void localHasOneInstancePerCore() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CoreLocal<List<Core>> local =
                CoreLocal.withInitial(
                        () -> {
                            made.incrementAndGet();
                            return new ArrayList<>();
                        });
        List<TestTask> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Core core = i % 2 == 0 ? first : second;
            tasks.add(
                    TestTask.start(
                            core,
                            () -> {
                                local.get().add(Core.current());
                                Thread.sleep(1);
                                local.get().add(Core.current());
                            }));
        }
        for (TestTask task : tasks) {
            task.await();
        }
        assertThat(made).hasValue(2);
        for (Core core : runtime.cores()) {
            TestTask.start(core, () -> assertThat(local.get()).hasSize(200).containsOnly(core))
                    .await();
        }
        assertThatExceptionOfType(WrongCoreException.class).isThrownBy(local::get);
    }

    @Test
    void localMadeWhileItsSupplierParkedIsMadeOnceForAll() throws Exception {
        CoreLocal<Object> local =
                CoreLocal.withInitial(
                        () -> {
                            try {
                                Thread.sleep(5);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return new Object();
                        });
        AtomicReference<Object> one = new AtomicReference<>();
        AtomicReference<Object> two = new AtomicReference<>();
        TestTask a = TestTask.start(first, () -> one.set(local.get()));
        TestTask b = TestTask.start(first, () -> two.set(local.get()));
        a.await();
        b.await();
        assertThat(one.get()).isNotNull().isSameAs(two.get());
    }

    @Test
    void handlersOfOneCoreTakeTurnsSoUnlockedCountsAreExact() throws Exception {
        CoreLocal<int[]> counter = CoreLocal.withInitial(() -> new int[1]);
        List<TestTask> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tasks.add(
                    TestTask.start(
                            first,
                            () -> {
                                for (int n = 0; n < 1_000; n++) {
                                    counter.get()[0]++;
                                    if (n % 100 == 0) {
                                        Thread.yield();
                                    }
                                }
                            }));
        }
        for (TestTask task : tasks) {
            task.await();
        }
        TestTask.start(first, () -> assertThat(counter.get()[0]).isEqualTo(100_000)).await();
    }

    @Test
    void aSecondRuntimeHasItsOwnInstances() throws Exception {
        CoreLocal<Object> local = CoreLocal.withInitial(Object::new);
        AtomicReference<Object> here = new AtomicReference<>();
        AtomicReference<Object> there = new AtomicReference<>();
        TestTask.start(first, () -> here.set(local.get())).await();
        try (TakoRuntime other = PerCoreRuntime.open(RuntimeConfig.defaults().withLoops(1))) {
            TestTask.start(other.cores().getFirst(), () -> there.set(local.get())).await();
        }
        assertThat(there.get()).isNotNull().isNotSameAs(here.get());
    }

    @Test
    void withoutTheFlagCoreStateIsRefusedWithTheRemedy() throws Exception {
        ChildJvm.Result result = ChildJvm.run(WithoutFlag.class);
        assertThat(result.output()).contains("handler ran, state was refused");
        assertThat(result.exit()).isZero();
        assertThat(result.output().lines().filter(line -> line.contains("--add-opens")).toList())
                .singleElement()
                .asString()
                .contains("WARN")
                .contains(CarrierMode.FLAG);
    }

    @Test
    void describeTellsTheWholeStory() {
        assertThat(runtime.describe())
                .startsWith("per-core runtime: 2 cores on ")
                .contains("pinned")
                .contains("handlers carried by the loops")
                .contains("one listening socket per core (SO_REUSEPORT)")
                .doesNotContain("\n");
    }

    private CoreBound<String> boundOnFirst() throws Exception {
        AtomicReference<CoreBound<String>> bound = new AtomicReference<>();
        TestTask.start(first, () -> bound.set(CoreBound.of("theirs"))).await();
        return bound.get();
    }

    static final class WithoutFlag {

        private WithoutFlag() {}

        public static void main(String[] args) throws Exception {
            CoreLocal<Object> local = CoreLocal.withInitial(Object::new);
            try (TakoRuntime runtime = PerCoreRuntime.open(RuntimeConfig.defaults().withLoops(1))) {
                assertThat(runtime.carrierMode()).isEqualTo(CarrierMode.JDK_SCHEDULER);
                Core core = runtime.cores().getFirst();
                assertThat(core.eventLoop().submit(Core::current).get()).isSameAs(core);
                Thread completedOn =
                        TestTask.start(
                                        core,
                                        () -> {
                                            assertThat(Core.current()).isNull();
                                            refused(local::get);
                                            refused(() -> CoreBound.of("value"));
                                            Thread.sleep(1);
                                        })
                                .await();
                assertThat(core.eventLoop().inEventLoop(completedOn)).isTrue();
                System.out.println("handler ran, state was refused");
            }
        }

        private static void refused(Runnable use) {
            assertThatIllegalStateException()
                    .isThrownBy(use::run)
                    .withMessageContaining(CarrierMode.FLAG);
        }
    }
}
