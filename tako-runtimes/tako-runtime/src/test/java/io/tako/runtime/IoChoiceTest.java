package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
                                        false,
                                        missing(IoBackend.EPOLL)))
                .withMessageContaining("tako.io=epoll");
    }

    @Test
    void inheritedSocketsTakeEpollAndSayWhatThatCosts() {
        assertThat(inheriting(RuntimeKind.SHARED, IoPreference.AUTO).describe()).isEqualTo("epoll");
        assertThat(inheriting(RuntimeKind.PER_CORE, IoPreference.EPOLL).describe())
                .isEqualTo("epoll");
        assertThat(inheriting(RuntimeKind.PER_CORE, IoPreference.AUTO).describe())
                .isEqualTo("epoll (no io_uring: it cannot take over sockets)");
        RuntimeConfig config = RuntimeConfig.defaults().withLoops(1).withInherits(true);
        try (TakoRuntime runtime = new TestRuntime(RuntimeKind.PER_CORE, config)) {
            assertThat(runtime.backend()).isEqualTo(IoBackend.EPOLL);
            assertThat(runtime.describe())
                    .contains("epoll (no io_uring: it cannot take over sockets)")
                    .endsWith(
                            "one listening socket per core (SO_REUSEPORT) unless it is inherited");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = IoPreference.class,
            names = {"IO_URING", "NIO"})
    void inheritedSocketsRefuseOtherBackEnds(IoPreference io) {
        assertThatExceptionOfType(RuntimeSetupException.class)
                .isThrownBy(() -> inheriting(RuntimeKind.PER_CORE, io))
                .satisfies(
                        e -> {
                            assertThat(e.property()).isEqualTo("tako.io");
                            assertThat(e.value()).isEqualToIgnoringCase(io.name());
                            assertThat(e.reason()).contains("epoll alone can take over");
                            assertThat(e.remedy())
                                    .contains("tako.io=auto", "tako.socket-activation=off");
                        });
    }

    @Test
    void inheritedSocketsWithoutEpollAreRefused() {
        assertThatExceptionOfType(RuntimeSetupException.class)
                .isThrownBy(
                        () ->
                                IoChoice.choose(
                                        RuntimeKind.SHARED,
                                        IoPreference.AUTO,
                                        true,
                                        missing(IoBackend.EPOLL)))
                .satisfies(
                        e -> {
                            assertThat(e.value()).isEqualTo("auto");
                            assertThat(e.reason()).contains("epoll is forbidden");
                            assertThat(e.remedy()).contains("tako.socket-activation=off");
                        });
    }

    private static IoChoice inheriting(RuntimeKind kind, IoPreference io) {
        return IoChoice.choose(kind, io, true, NOTHING_IS_MISSING);
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
        return IoChoice.choose(kind, IoPreference.AUTO, false, obstacles);
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
