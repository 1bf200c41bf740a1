package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PinningTest {

    private static final RuntimeConfig PINNED =
            RuntimeConfig.defaults()
                    .withLoops(1)
                    .withPin(true)
                    .withWatchdog(Duration.ofSeconds(1), Duration.ofMillis(10));

    @Test
    void loopThreadMayRunOnItsOneCpuOnly() throws Exception {
        int first = CpuAffinity.open().allowed(0).nextSetBit(0);
        try (TakoRuntime runtime = new TestRuntime(RuntimeKind.PER_CORE, PINNED)) {
            Core core = runtime.cores().getFirst();
            assertThat(core.eventLoop().submit(PinningTest::allowedHere).get())
                    .isEqualTo(String.valueOf(first));
            assertThat(runtime.describe()).contains("pinned to CPU " + first);
            TestTask.start(
                            core,
                            () -> {
                                Thread.sleep(1);
                                assertThat(allowedHere()).isEqualTo(String.valueOf(first));
                            })
                    .await();
        }
    }

    @Test
    void threadStartedFromAPinnedLoopGetsAllCpusBack() throws Exception {
        String all = allowedHere();
        try (TakoRuntime runtime = new TestRuntime(RuntimeKind.PER_CORE, PINNED);
                var pool = Executors.newSingleThreadExecutor()) {
            CountDownLatch started = new CountDownLatch(1);
            TestTask.start(
                            runtime.cores().getFirst(),
                            () -> {
                                pool.execute(started::countDown);
                                started.await();
                            })
                    .await();
            Await.until(
                    "the pool may use " + all,
                    () -> {
                        Future<String> there = pool.submit(PinningTest::allowedHere);
                        return there.get(30, TimeUnit.SECONDS).equals(all);
                    });
            assertThat(
                            runtime.cores()
                                    .getFirst()
                                    .eventLoop()
                                    .submit(PinningTest::allowedHere)
                                    .get())
                    .doesNotContain("-", ",");
        }
    }

    @Test
    void moreLoopsThanCpusAreNotPinnedUnlessDemanded() {
        int tooMany = CpuAffinity.open().allowed(0).cardinality() + 1;
        Pinning pinning = Pinning.decide(null, tooMany);
        assertThat(pinning.active()).isFalse();
        assertThat(pinning.describe()).contains("not pinned (" + tooMany + " loops but only");

        assertThatExceptionOfType(RuntimeSetupException.class)
                .isThrownBy(() -> new TestRuntime(RuntimeKind.PER_CORE, PINNED.withLoops(tooMany)))
                .satisfies(
                        e -> {
                            assertThat(e.property()).isEqualTo("tako.pin");
                            assertThat(e.value()).isEqualTo("true");
                            assertThat(e.reason()).contains(tooMany + " loops");
                        });
    }

    @Test
    void pinningIsOnWhereThereIsACpuPerLoop() {
        int enough = CpuAffinity.open().allowed(0).cardinality();
        assertThat(Pinning.decide(null, enough).active()).isTrue();
        assertThat(Pinning.decide(false, enough).describe()).isEqualTo("not pinned (switched off)");
    }

    @Test
    void sharedRuntimeRefusesToPin() {
        assertThatExceptionOfType(RuntimeSetupException.class)
                .isThrownBy(() -> new TestRuntime(RuntimeKind.SHARED, PINNED))
                .withMessageContaining("tako.pin=true")
                .withMessageContaining("per-core");
    }

    private static String allowedHere() throws Exception {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
