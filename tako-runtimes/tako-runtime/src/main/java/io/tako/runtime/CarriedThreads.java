package io.tako.runtime;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes virtual threads whose slices run where Tako says. The seam around JDK internals. */
interface CarriedThreads {

    /** The way this JVM offers, decided once. */
    CarriedThreads INSTANCE = JdkCarriedThreads.openOrFallBack();

    /** Whether {@link #unstarted} honours the scheduler it is given. */
    boolean supported();

    /** Why {@link #supported()} is false, or null. */
    @Nullable Throwable obstacle();

    /** A new virtual thread; every slice of it is submitted to the scheduler as a runnable. */
    Thread unstarted(Executor scheduler, String name, Runnable body);

    /** A new virtual thread on the JDK's own scheduler, whoever calls. */
    Thread unstartedOnJdk(String name, Runnable body);

    /** Hands a slice to the JDK's own scheduler. Only where {@link #supported()}. */
    void resumeOnJdk(Runnable continuation);

    /** The platform thread that runs the caller now. */
    Thread carrier();
}
