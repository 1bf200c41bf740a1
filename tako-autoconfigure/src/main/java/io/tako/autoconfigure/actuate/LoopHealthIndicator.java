package io.tako.autoconfigure.actuate;

import io.tako.runtime.Core;
import io.tako.runtime.TakoRuntime;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down once an event loop has ended by an error, since what its core served is served no more. */
public final class LoopHealthIndicator extends AbstractHealthIndicator {

    private final TakoRuntime runtime;

    LoopHealthIndicator(TakoRuntime runtime) {
        super("The event loops could not be asked");
        this.runtime = runtime;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up();
        for (Core core : runtime.cores()) {
            Throwable failure = core.failure();
            if (failure != null) {
                health.down().withDetail(core.toString(), failure.toString());
            }
        }
    }
}
