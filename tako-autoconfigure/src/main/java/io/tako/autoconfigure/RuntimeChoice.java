package io.tako.autoconfigure;

import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import org.jspecify.annotations.Nullable;

/** Which runtime the class path offers, and whether {@code tako.runtime} agrees. */
final class RuntimeChoice {

    private RuntimeChoice() {}

    /**
     * The one runtime on the class path.
     *
     * @throws RuntimeChoiceException if there is none or more than one, or another is wanted
     */
    static RuntimeKind of(@Nullable ClassLoader loader, @Nullable RuntimeKind wanted) {
        boolean shared = Starter.SHARED.present(loader);
        boolean perCore = Starter.PER_CORE.present(loader);
        if (shared && perCore) {
            throw RuntimeChoiceException.both(wanted);
        }
        if (!shared && !perCore) {
            throw RuntimeChoiceException.neither(wanted);
        }
        RuntimeKind found = shared ? RuntimeKind.SHARED : RuntimeKind.PER_CORE;
        if (wanted != null && wanted != found) {
            throw RuntimeChoiceException.other(wanted, found);
        }
        return found;
    }

    /** Starts the runtime. Its class is first touched here, after it was found to be present. */
    static TakoRuntime open(RuntimeKind kind, RuntimeConfig config) {
        return switch (kind) {
            case SHARED -> Shared.open(config);
            case PER_CORE -> PerCore.open(config);
        };
    }

    private static final class Shared {
        static TakoRuntime open(RuntimeConfig config) {
            return SharedRuntime.open(config);
        }
    }

    private static final class PerCore {
        static TakoRuntime open(RuntimeConfig config) {
            return PerCoreRuntime.open(config);
        }
    }
}
