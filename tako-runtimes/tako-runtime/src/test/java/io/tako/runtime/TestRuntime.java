package io.tako.runtime;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A runtime of either kind, for tests beside the machinery. */
final class TestRuntime extends LoopRuntime {

    TestRuntime(RuntimeKind kind, RuntimeConfig config) {
        super(kind, config, TestCore::new);
    }

    TestRuntime(
            RuntimeKind kind,
            RuntimeConfig config,
            Function<IoBackend, @Nullable Throwable> obstacles) {
        super(kind, config, TestCore::new, obstacles, IoBackend::ioHandlerFactory);
    }

    TestRuntime(RuntimeKind kind, RuntimeConfig config, IoBackend refusing) {
        super(
                kind,
                config,
                TestCore::new,
                IoBackend::unavailabilityCause,
                backend ->
                        backend == refusing
                                ? new IoHandlerFactory() {
                                    @Override
                                    public IoHandler newHandler(ThreadAwareExecutor executor) {
                                        throw new IllegalStateException("no memory to lock");
                                    }
                                }
                                : backend.ioHandlerFactory());
    }

    private static final class TestCore extends Core {
        TestCore(Slot slot) {
            super(slot);
        }

        @Override
        public void start(HandlerTask task) {
            startOnLoop(task);
        }
    }
}
