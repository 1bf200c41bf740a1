package io.tako.client;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import org.junit.jupiter.api.Nested;

class ClientResourcesTest {

    @Nested
    class SharedNio extends ClientContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return SharedRuntime.open(config.withIo(IoPreference.NIO));
        }
    }

    @Nested
    class SharedEpoll extends ClientContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return SharedRuntime.open(config.withIo(IoPreference.EPOLL));
        }
    }

    @Nested
    class SharedIoUring extends ClientContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return SharedRuntime.open(config.withIo(IoPreference.IO_URING));
        }
    }

    @Nested
    class PerCoreNio extends ClientContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return PerCoreRuntime.open(config.withIo(IoPreference.NIO));
        }
    }

    @Nested
    class PerCoreEpoll extends ClientContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return PerCoreRuntime.open(config.withIo(IoPreference.EPOLL));
        }
    }

    @Nested
    class PerCoreIoUring extends ClientContract {
        @Override
        protected TakoRuntime open(RuntimeConfig config) {
            return PerCoreRuntime.open(config.withIo(IoPreference.IO_URING));
        }
    }
}
