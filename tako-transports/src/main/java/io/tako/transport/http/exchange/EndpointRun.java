package io.tako.transport.http.exchange;

import io.tako.routing.Endpoint;
import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.HandlerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The run of an endpoint that another handler has come to. */
final class EndpointRun extends HandlerTask {

    private static final Logger log = LoggerFactory.getLogger(EndpointRun.class);

    private final Endpoint endpoint;
    private final ExecutionProfile profile;
    private final Runnable handling;
    private final Runnable completed;

    EndpointRun(
            Endpoint endpoint, ExecutionProfile profile, Runnable handling, Runnable completed) {
        this.endpoint = endpoint;
        this.profile = profile;
        this.handling = handling;
        this.completed = completed;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    protected void handle() {
        try {
            handling.run();
        } catch (RuntimeException e) {
            log.error("{} failed", describe(), e);
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
