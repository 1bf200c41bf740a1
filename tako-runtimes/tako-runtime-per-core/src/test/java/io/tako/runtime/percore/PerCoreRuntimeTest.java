package io.tako.runtime.percore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.runtime.Core;
import io.tako.runtime.IoBackend;
import io.tako.runtime.IoPreference;
import io.tako.runtime.ListenerContract;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeContract;
import io.tako.runtime.TakoRuntime;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PerCoreRuntimeTest {

    @Test
    void automaticBackEndOnLinuxIsIoUring() {
        try (TakoRuntime runtime = PerCoreRuntime.open(RuntimeConfig.defaults().withLoops(1))) {
            assertThat(runtime.backend()).isEqualTo(IoBackend.IO_URING);
        }
    }

    abstract static class Handlers extends RuntimeContract {
        @Override
        protected void assertPlaceAfterPark(Core startedOn) {
            assertThat(Thread.currentThread().isVirtual()).isTrue();
            assertThat(Core.current()).isSameAs(startedOn);
            assertThat(Thread.currentThread().toString())
                    .contains("@tako-loop-" + startedOn.index());
        }
    }

    private static TakoRuntime on(RuntimeConfig config, IoPreference io) {
        return PerCoreRuntime.open(config.withIo(io));
    }

    @Nested
    class HandlersOnIoUring extends Handlers {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return on(config, IoPreference.IO_URING);
        }
    }

    @Nested
    class HandlersOnEpoll extends Handlers {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return on(config, IoPreference.EPOLL);
        }
    }

    @Nested
    class HandlersOnNio extends Handlers {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return on(config, IoPreference.NIO);
        }
    }

    @Nested
    class ListenersOnIoUring extends ListenerContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return on(config, IoPreference.IO_URING);
        }
    }

    @Nested
    class ListenersOnEpoll extends ListenerContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return on(config, IoPreference.EPOLL);
        }
    }

    @Nested
    class ListenersOnNio extends ListenerContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return on(config, IoPreference.NIO);
        }
    }
}
