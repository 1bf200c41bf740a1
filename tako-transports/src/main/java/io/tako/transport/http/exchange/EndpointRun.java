package io.tako.transport.http.exchange;

import io.tako.routing.Endpoint;
import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.HandlerTask;
import java.util.function.Consumer;

/** The run of an endpoint that another handler has come to. */
final class EndpointRun extends HandlerTask {

    private final Endpoint endpoint;
    private final ExecutionProfile profile;
    private final Runnable handling;
    private final Consumer<Throwable> failed;
    private final Runnable completed;

    EndpointRun(
            Endpoint endpoint,
            ExecutionProfile profile,
            Runnable handling,
            Consumer<Throwable> failed,
            Runnable completed) {
        this.endpoint = endpoint;
        this.profile = profile;
        this.handling = handling;
        this.failed = failed;
        this.completed = completed;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    protected void handle() {
        try {
            handling.run();
        } catch (Throwable t) {
            failed.accept(t);
        }
    }

    @Override
    protected void completed() {
        completed.run();
    }

    @Override
    protected ExecutionProfile profile() {
        return profile;
    }

    @Override
    protected String describe() {
        return endpoint.describe();
    }
}
