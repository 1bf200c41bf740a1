package io.tako.contracts;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Gives all tests on one runtime and back end the instance that was made for the first of them. */
final class OneInstanceExtension implements InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(OneInstanceExtension.class);

    @Override
    public <T> T interceptTestClassConstructor(
            Invocation<T> construction,
            ReflectiveInvocationContext<Constructor<T>> constructor,
            ExtensionContext test)
            throws Throwable {
        ExtensionContext pair = pairOf(test);
        // The store ends with the last test of the pair, and closes what it has.
        Held held =
                pair.getStore(NAMESPACE)
                        .computeIfAbsent(Held.class, type -> new Held(pair), Held.class);
        Object instance = held.instance;
        if (instance == null) {
            T made = construction.proceed();
            held.start(made);
            return made;
        }
        construction.skip();
        return constructor.getExecutable().getDeclaringClass().cast(instance);
    }

    /** By default a constructor is told of the class alone, which all pairs have in common. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** The nearest around the test that is about no method. */
    private static ExtensionContext pairOf(ExtensionContext test) {
        ExtensionContext around = test;
        while (around.getTestMethod().isPresent()) {
            around = around.getParent().orElseThrow();
        }
        return around;
    }

    private static final class Held implements AutoCloseable {

        private final ExtensionContext pair;
        private @Nullable Object instance;

        Held(ExtensionContext pair) {
            this.pair = pair;
        }

        void start(Object made) {
            instance = made;
            call(OneInstance.Start.class, made);
        }

        @Override
        public void close() {
            if (instance != null) {
                call(OneInstance.Stop.class, instance);
            }
        }

        private void call(Class<? extends Annotation> when, Object on) {
            AnnotationSupport.findAnnotatedMethods(
                            on.getClass(), when, HierarchyTraversalMode.TOP_DOWN)
                    .forEach(method -> pair.getExecutableInvoker().invoke(method, on));
        }
    }
}
