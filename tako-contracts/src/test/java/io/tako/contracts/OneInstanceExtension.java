package io.tako.contracts;

import java.lang.annotation.Annotation;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestInstanceFactory;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstantiationException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Makes one instance of a contract for all its tests on one runtime and back end. */
final class OneInstanceExtension implements TestInstanceFactory {

    private static final Namespace NAMESPACE = Namespace.create(OneInstanceExtension.class);

    @Override
    public Object createTestInstance(TestInstanceFactoryContext factory, ExtensionContext pair) {
        // The store ends with the last test of the pair, and closes what it has.
        return pair.getStore(NAMESPACE)
                .computeIfAbsent(
                        Held.class,
                        type -> new Held(make(factory.getTestClass(), pair), pair),
                        Held.class)
                .started();
    }

    private static Object make(Class<?> type, ExtensionContext pair) {
        var constructors = type.getDeclaredConstructors();
        if (constructors.length != 1) {
            throw new TestInstantiationException(type + " has more than one constructor");
        }
        return pair.getExecutableInvoker().invoke(constructors[0]);
    }

    /** An instance and whether it was started. */
    private static final class Held implements AutoCloseable {

        private final Object instance;
        private final ExtensionContext pair;
        private boolean isStarted;

        Held(Object instance, ExtensionContext pair) {
            this.instance = instance;
            this.pair = pair;
        }

        Object started() {
            if (!isStarted) {
                isStarted = true;
                call(OneInstance.Start.class);
            }
            return instance;
        }

        private void call(Class<? extends Annotation> when) {
            AnnotationSupport.findAnnotatedMethods(
                            instance.getClass(), when, HierarchyTraversalMode.TOP_DOWN)
                    .forEach(method -> pair.getExecutableInvoker().invoke(method, instance));
        }

        @Override
        public void close() {
            call(OneInstance.Stop.class);
        }
    }
}
