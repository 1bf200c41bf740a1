package io.tako.autoconfigure;

import io.tako.routing.InvalidRouteException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the route that cannot be built, in the router's own words. */
final class InvalidRouteFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRouteException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidRouteException cause) {
        return new FailureAnalysis(
                "A router cannot be built. " + cause.getMessage(),
                "Change the named routes in the Routes beans that define them.",
                cause);
    }
}
