package io.tako.autoconfigure;

import io.tako.runtime.RuntimeSetupException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows which runtime setting this machine cannot honour, and what to set instead. */
final class RuntimeSetupFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RuntimeSetupException cause) {
        String description =
                "Property: %s%nValue: \"%s\"%nReason: %s."
                        .formatted(cause.property(), cause.value(), cause.reason());
        return new FailureAnalysis(description, cause.remedy(), cause);
    }
}
