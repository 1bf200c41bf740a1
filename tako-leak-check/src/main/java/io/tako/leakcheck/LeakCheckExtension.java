package io.tako.leakcheck;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Fails the run after its last test if a buffer leaked. JUnit finds this class as a service. */
public final class LeakCheckExtension implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(LeakCheckExtension.class);

    /** For the service loader. */
    public LeakCheckExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("end of run", key -> (AutoCloseable) LeakCheck::assertNoLeaks);
    }
}
