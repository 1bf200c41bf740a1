package io.tako.autoconfigure;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/** Shows which setting of a server names an SSL bundle that is not there. */
final class NoSuchSslBundleFailureAnalyzer
        extends AbstractFailureAnalyzer<NoSuchSslBundleException> {

    private final RefusedSettingFailureAnalyzer refused = new RefusedSettingFailureAnalyzer();

    /** Nothing for a name that no server's setting gives: that is others' to explain. */
    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoSuchSslBundleException cause) {
        return Stream.of(cause.getSuppressed())
                .filter(RefusedSettingException.class::isInstance)
                .findFirst()
                .map(setting -> refused.analyze(setting))
                .orElse(null);
    }
}
