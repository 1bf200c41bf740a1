package io.tako.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class LeakCheckTest {

    @Test
    void droppedBufferFailsTheRunAndNamesWhereItWasMade() {
        TestExecutionSummary summary = run(Leaky.class);

        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getContainersFailedCount()).isEqualTo(1);
        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.getException())
                                        .isInstanceOf(AssertionError.class)
                                        .hasMessageContaining("1 leaked")
                                        .hasMessageContaining("ByteBuf")
                                        .hasMessageContaining(Leaky.class.getName())
                                        .hasMessageNotContaining("org.junit."));
    }

    @Test
    void everyAllocatorIsWatched() {
        TestExecutionSummary summary = run(LeakyEverywhere.class);

        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.getException())
                                        .hasMessageContaining("3 leaked"));
    }

    @Test
    void releasedBufferPasses() {
        TestExecutionSummary summary = run(Clean.class);

        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getTotalFailureCount()).isZero();
    }

    @Test
    void leakIsToldOnce() {
        assertThat(run(Leaky.class).getTotalFailureCount()).isEqualTo(1);
        assertThatCode(LeakCheck::assertNoLeaks).doesNotThrowAnyException();
    }

    private static TestExecutionSummary run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        request()
                                .selectors(selectClass(tests))
                                .forExecution()
                                .listeners(listener)
                                .build());
        return listener.getSummary();
    }

    static class Leaky {
        @Test
        void drops() {
            PooledByteBufAllocator.DEFAULT.buffer(64).writeInt(7);
        }
    }

    static class LeakyEverywhere {
        @Test
        void drops() {
            List.of(ByteBufAllocator.DEFAULT.buffer(8), Unpooled.directBuffer(8))
                    .forEach(buffer -> buffer.writeByte(1));
            ByteBufAllocator.DEFAULT.compositeBuffer().addComponent(Unpooled.EMPTY_BUFFER);
        }
    }

    static class Clean {
        @Test
        void releases() {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(64).writeInt(7);
            assertThat(buffer.release()).isTrue();
        }
    }
}
