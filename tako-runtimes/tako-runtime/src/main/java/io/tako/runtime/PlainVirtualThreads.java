package io.tako.runtime;

import java.util.concurrent.Executor;

/** Virtual threads on the JDK's scheduler only: what a JVM without the flag offers. */
final class PlainVirtualThreads implements CarriedThreads {

    private final Throwable obstacle;

    PlainVirtualThreads(Throwable obstacle) {
        this.obstacle = obstacle;
    }

    @Override
    public boolean supported() {
        return false;
    }

    @Override
    public Throwable obstacle() {
        return obstacle;
    }

    @Override
    public Thread unstarted(Executor scheduler, String name, Runnable body) {
        throw new IllegalStateException("start the JVM with " + CarrierMode.FLAG, obstacle);
    }

    @Override
    public Thread unstartedOnJdk(String name, Runnable body) {
        return Thread.ofVirtual().name(name).unstarted(body);
    }

    @Override
    public void resumeOnJdk(Runnable continuation) {
        throw new IllegalStateException("start the JVM with " + CarrierMode.FLAG, obstacle);
    }

    @Override
    public Thread carrier() {
        return Thread.currentThread();
    }
}
