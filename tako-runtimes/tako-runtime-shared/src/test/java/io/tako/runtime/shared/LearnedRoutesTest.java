package io.tako.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.runtime.Core;
import io.tako.runtime.ManualProfile;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.TestTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnedRoutesTest {

    private final TakoRuntime runtime = SharedRuntime.open(RuntimeConfig.defaults().withLoops(1));
    private final Core core = runtime.cores().getFirst();
    private final ManualProfile route = new ManualProfile();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void routeThatHoldsTheLoopMovesToTheSchedulerAndBack() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(startsOnTheLoop(TimeUnit.MILLISECONDS.toNanos(2))).isTrue();
        }
        assertThat(startsOnTheLoop(TimeUnit.MILLISECONDS.toNanos(2))).isFalse();
        assertThat(startsOnTheLoop(0)).isFalse();

        route.advance(TimeUnit.SECONDS.toNanos(1));
        assertThat(startsOnTheLoop(0)).as("first probe").isTrue();
        assertThat(startsOnTheLoop(0)).as("second probe").isTrue();
        assertThat(route.profile().startsOffLoop()).isFalse();
        assertThat(startsOnTheLoop(0)).isTrue();
    }

    @Test
    void timeSpentParkedDoesNotCount() throws Exception {
        for (int i = 0; i < 20; i++) {
            AtomicBoolean onLoop = new AtomicBoolean();
            run(
                    () -> {
                        onLoop.set(Core.current() == core);
                        CompletableFuture<Void> second = new CompletableFuture<>();
                        // The loop comes to this once it has measured what came before the park.
                        core.eventLoop().execute(() -> passesElsewhere(second));
                        second.join();
                    });
            assertThat(onLoop).isTrue();
        }
        assertThat(route.profile().startsOffLoop()).isFalse();
    }

    private void passesElsewhere(CompletableFuture<Void> second) {
        Thread.ofPlatform()
                .start(
                        () -> {
                            route.advance(TimeUnit.SECONDS.toNanos(1));
                            second.complete(null);
                        });
    }

    private boolean startsOnTheLoop(long sliceNanos) throws Exception {
        AtomicBoolean onLoop = new AtomicBoolean();
        run(
                () -> {
                    onLoop.set(Core.current() == core);
                    route.advance(sliceNanos);
                });
        return onLoop.get();
    }

    private void run(TestTask.Body body) throws Exception {
        TestTask task = new TestTask("GET /learned", route.profile(), body);
        core.eventLoop().execute(() -> core.start(task));
        task.await();
    }
}
