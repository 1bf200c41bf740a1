package io.tako.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the application is a servlet application, and how it becomes one or the other. */
final class ServletApplicationFailureAnalyzer
        extends AbstractFailureAnalyzer<ServletApplicationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ServletApplicationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
