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

    EndpointRun(Endpoint endpoint, ExecutionProfile profile, Runnable handling) {
        this.endpoint = endpoint;
        this.profile = profile;
        this.handling = handling;
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
    protected void completed() {}

    @Override
    protected ExecutionProfile profile() {
        return profile;
    }

    @Override
    protected String describe() {
        return endpoint.describe();
    }
}
