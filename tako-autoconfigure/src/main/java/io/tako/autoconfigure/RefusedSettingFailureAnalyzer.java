package io.tako.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows which setting cannot be honoured, and what to do instead. */
final class RefusedSettingFailureAnalyzer extends AbstractFailureAnalyzer<RefusedSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RefusedSettingException cause) {
        String description =
                "Property: %s%nValue: \"%s\"%nReason: %s"
                        .formatted(cause.property(), cause.value(), cause.reason());
        return new FailureAnalysis(description, cause.remedy(), cause);
    }
}
