package io.tako.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tako.runtime.ChildJvm;
import io.tako.runtime.Core;
import io.tako.runtime.CoreBound;
import io.tako.runtime.CoreLocal;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.TestTask;
import org.junit.jupiter.api.Test;

class SharedStateTest {

    @Test
    void coreStateNeedsThePerCoreRuntime() throws Exception {
        CoreLocal<StringBuilder> local = CoreLocal.withInitial(StringBuilder::new);
        try (TakoRuntime runtime = SharedRuntime.open(RuntimeConfig.defaults().withLoops(1))) {
            TestTask.start(
                            runtime.cores().getFirst(),
                            () -> {
                                refused(local::get);
                                refused(() -> CoreBound.of("value"));
                                Thread.sleep(1);
                                refused(local::get);
                                refused(() -> CoreBound.of("value"));
                            })
                    .await();
        }
    }

    @Test
    void withoutTheFlagHandlersRunOnTheJdkSchedulerAndOneLineSaysSo() throws Exception {
        ChildJvm.Result result = ChildJvm.run(WithoutFlag.class);
        assertThat(result.output()).contains("handler left the loop and was completed on it");
        assertThat(result.exit()).isZero();
        assertThat(result.output().lines().filter(line -> line.contains("--add-opens")).toList())
                .singleElement()
                .asString()
                .contains("INFO")
                .contains("--add-opens java.base/java.lang=ALL-UNNAMED");
    }

    private static void refused(Runnable use) {
        assertThatIllegalStateException()
                .isThrownBy(use::run)
                .withMessageContaining("tako.runtime=per-core");
    }

    static final class WithoutFlag {

        private WithoutFlag() {}

        public static void main(String[] args) throws Exception {
            try (TakoRuntime runtime = SharedRuntime.open(RuntimeConfig.defaults().withLoops(1))) {
                Core core = runtime.cores().getFirst();
                Thread completedOn =
                        TestTask.start(
                                        core,
                                        () -> {
                                            assertThat(Core.current()).isNull();
                                            Thread.sleep(1);
                                        })
                                .await();
                assertThat(core.eventLoop().inEventLoop(completedOn)).isTrue();
                System.out.println("handler left the loop and was completed on it");
            }
        }
    }
}
