package io.tako.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one class that touches JDK internals: it gives a virtual thread a scheduler of our own. When
 * the JDK offers custom schedulers officially, this class changes and no other.
 */
final class JdkCarriedThreads implements CarriedThreads {

    // Constant handles, so that calls through them are compiled like plain calls.
    private static final @Nullable MethodHandle NEW_THREAD;
    private static final @Nullable MethodHandle CARRIER;
    private static final @Nullable Executor JDK_SCHEDULER;
    private static final @Nullable Throwable OBSTACLE;

    static {
        MethodHandle newThread = null;
        MethodHandle carrier = null;
        Executor scheduler = null;
        Throwable obstacle = null;
        try {
            MethodHandles.Lookup caller = MethodHandles.lookup();
            Class<?> builders = Class.forName("java.lang.ThreadBuilders");
            newThread =
                    MethodHandles.privateLookupIn(builders, caller)
                            .findStatic(
                                    builders,
                                    "newVirtualThread",
                                    MethodType.methodType(
                                            Thread.class,
                                            Executor.class,
                                            String.class,
                                            int.class,
                                            Runnable.class));
            carrier =
                    MethodHandles.privateLookupIn(Thread.class, caller)
                            .findStatic(
                                    Thread.class,
                                    "currentCarrierThread",
                                    MethodType.methodType(Thread.class));
            Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
            scheduler =
                    (Executor)
                            MethodHandles.privateLookupIn(virtualThread, caller)
                                    .findStatic(
                                            virtualThread,
                                            "defaultScheduler",
                                            MethodType.methodType(Executor.class))
                                    .invoke();
        } catch (Throwable t) {
            obstacle = t;
        }
        NEW_THREAD = newThread;
        CARRIER = carrier;
        JDK_SCHEDULER = scheduler;
        OBSTACLE = obstacle;
    }

    private JdkCarriedThreads() {}

    static CarriedThreads openOrFallBack() {
        return OBSTACLE == null ? new JdkCarriedThreads() : new PlainVirtualThreads(OBSTACLE);
    }

    @Override
    public boolean supported() {
        return true;
    }

    @Override
    public @Nullable Throwable obstacle() {
        return null;
    }

    @Override
    public Thread unstarted(Executor scheduler, String name, Runnable body) {
        MethodHandle newThread = NEW_THREAD;
        if (newThread == null) {
            throw new IllegalStateException("java.lang is not open", OBSTACLE);
        }
        try {
            // No characteristics: the context class loader is inherited from the loop thread.
            return (Thread) newThread.invokeExact(scheduler, name, 0, body);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    @Override
    public Thread unstartedOnJdk(String name, Runnable body) {
        return unstarted(jdkScheduler(), name, body);
    }

    @Override
    public void resumeOnJdk(Runnable continuation) {
        jdkScheduler().execute(continuation);
    }

    @Override
    public Thread carrier() {
        MethodHandle carrier = CARRIER;
        if (carrier == null) {
            throw new IllegalStateException("java.lang is not open", OBSTACLE);
        }
        try {
            return (Thread) carrier.invokeExact();
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    private static Executor jdkScheduler() {
        Executor scheduler = JDK_SCHEDULER;
        if (scheduler == null) {
            throw new IllegalStateException("java.lang is not open", OBSTACLE);
        }
        return scheduler;
    }

    private static RuntimeException rethrow(Throwable t) {
        if (t instanceof Error e) {
            throw e;
        }
        return t instanceof RuntimeException e ? e : new IllegalStateException(t);
    }
}
