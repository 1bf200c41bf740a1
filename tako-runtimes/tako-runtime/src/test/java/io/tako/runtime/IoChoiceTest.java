package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IoChoiceTest {

    private static final Function<IoBackend, @Nullable Throwable> NOTHING_IS_MISSING = io -> null;

    @Test
    void sharedPrefersEpollAndPerCorePrefersIoUring() {
        assertThat(choose(RuntimeKind.SHARED, NOTHING_IS_MISSING))
                .isEqualTo(new IoChoice(IoBackend.EPOLL, null));
        assertThat(choose(RuntimeKind.PER_CORE, NOTHING_IS_MISSING))
                .isEqualTo(new IoChoice(IoBackend.IO_URING, null));
    }

    @Test
    void fallingBackSaysWhatIsMissingAndWhy() {
        IoChoice choice = choose(RuntimeKind.PER_CORE, missing(IoBackend.IO_URING));
        assertThat(choice.backend()).isEqualTo(IoBackend.EPOLL);
        assertThat(choice.describe()).isEqualTo("epoll (no io_uring: io_uring is forbidden)");
    }

    @Test
    void macOsFallsBackToKqueueAndTheRestToNio() {
        assertThat(
                        choose(RuntimeKind.PER_CORE, missing(IoBackend.IO_URING, IoBackend.EPOLL))
                                .backend())
                .isEqualTo(IoBackend.KQUEUE);
        IoChoice nio = choose(RuntimeKind.SHARED, missing(IoBackend.EPOLL, IoBackend.KQUEUE));
        assertThat(nio.describe())
                .isEqualTo("nio (no epoll: epoll is forbidden; no kqueue: kqueue is forbidden)");
    }

    @Test
    void demandedBackEndThatIsMissingRefusesToStart() {
        assertThatExceptionOfType(RuntimeSetupException.class)
                .isThrownBy(
                        () ->
                                new TestRuntime(
                                        RuntimeKind.SHARED,
                                        RuntimeConfig.defaults().withIo(IoPreference.IO_URING),
                                        missing(IoBackend.IO_URING)))
                .satisfies(
                        e -> {
                            assertThat(e.property()).isEqualTo("tako.io");
                            assertThat(e.value()).isEqualTo("io_uring");
                            assertThat(e.reason()).contains("io_uring is forbidden");
                            assertThat(e.remedy()).contains("tako.io=auto");
                            assertThat(e).hasMessageContaining("tako.io=io_uring");
                        });
        assertThatExceptionOfType(RuntimeSetupException.class)
                .isThrownBy(
                        () ->
                                IoChoice.choose(
                                        RuntimeKind.PER_CORE,
                                        IoPreference.EPOLL,
                                        missing(IoBackend.EPOLL)))
                .withMessageContaining("tako.io=epoll");
    }

    @Test
    void runtimeRunsOnTheBackEndItFellBackTo() throws Exception {
        try (TakoRuntime runtime =
                new TestRuntime(
                        RuntimeKind.PER_CORE,
                        RuntimeConfig.defaults().withLoops(1),
                        missing(IoBackend.IO_URING, IoBackend.EPOLL, IoBackend.KQUEUE))) {
            assertThat(runtime.backend()).isEqualTo(IoBackend.NIO);
            assertThat(runtime.describe()).contains("nio (no io_uring: io_uring is forbidden");
            TestTask.start(runtime.cores().getFirst(), () -> Thread.sleep(1)).await();
        }
    }

    @Test
    void backEndThatRefusesALoopIsLeftForTheNext() throws Exception {
        RuntimeConfig one = RuntimeConfig.defaults().withLoops(1);
        try (TakoRuntime runtime = new TestRuntime(RuntimeKind.PER_CORE, one, IoBackend.IO_URING)) {
            assertThat(runtime.describe()).contains("epoll (no io_uring: no memory to lock)");
            TestTask.start(runtime.cores().getFirst(), () -> Thread.sleep(1)).await();
        }
        assertThatExceptionOfType(RuntimeSetupException.class)
                .isThrownBy(
                        () ->
                                new TestRuntime(
                                        RuntimeKind.PER_CORE,
                                        one.withIo(IoPreference.IO_URING),
                                        IoBackend.IO_URING))
                .withMessageContaining("tako.io=io_uring")
                .withMessageContaining("no memory to lock");
    }

    private static IoChoice choose(
            RuntimeKind kind, Function<IoBackend, @Nullable Throwable> obstacles) {
        return IoChoice.choose(kind, IoPreference.AUTO, obstacles);
    }

    private static Function<IoBackend, @Nullable Throwable> missing(IoBackend... backends) {
        return io ->
                List.of(backends).contains(io)
                        ? new IllegalStateException(
                                "native library",
                                new UnsupportedOperationException(
                                        io.displayName() + " is forbidden"))
                        : null;
    }
}
