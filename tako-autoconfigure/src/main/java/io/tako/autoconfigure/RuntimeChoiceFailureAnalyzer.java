package io.tako.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows which dependency to add, change or remove. */
final class RuntimeChoiceFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeChoiceException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RuntimeChoiceException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
