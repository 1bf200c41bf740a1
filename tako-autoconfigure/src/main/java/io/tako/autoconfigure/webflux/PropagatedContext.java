package io.tako.autoconfigure.webflux;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.function.UnaryOperator;
import reactor.util.context.ContextView;

/**
 * Sets the thread locals that Micrometer's context propagation knows of from the chain's Reactor
 * context: the current observation and with it trace and MDC.
 */
final class PropagatedContext implements HandlerSurroundings {

    private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();

    @Override
    public UnaryOperator<Runnable> around(ContextView context) {
        return handling ->
                () -> {
                    try (ContextSnapshot.Scope scope = snapshots.setThreadLocalsFrom(context)) {
                        handling.run();
                    }
                };
    }
}
