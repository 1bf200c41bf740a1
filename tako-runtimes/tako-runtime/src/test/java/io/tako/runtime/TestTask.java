package io.tako.runtime;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A handler run whose end a test can wait for. */
public final class TestTask extends HandlerTask {

    /** What a test lets a handler do. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    private final String name;
    private final Body body;
    private final ExecutionProfile profile;
    private final CompletableFuture<Thread> completed = new CompletableFuture<>();
    private volatile @Nullable Throwable failure;

    public TestTask(String name, ExecutionProfile profile, Body body) {
        this.name = name;
        this.profile = profile;
        this.body = body;
    }

    public TestTask(Body body) {
        this("test", ExecutionProfile.unmeasured(), body);
    }

    /** Starts a handler on a core, from any thread. */
    public static TestTask start(Core core, Body body) {
        TestTask task = new TestTask(body);
        core.eventLoop().execute(() -> core.start(task));
        return task;
    }

    @Override
    protected void handle() {
        try {
            body.run();
        } catch (Throwable t) {
            failure = t;
        }
    }

    @Override
    protected void completed() {
        completed.complete(Thread.currentThread());
    }

    @Override
    protected String describe() {
        return name;
    }

    @Override
    protected ExecutionProfile profile() {
        return profile;
    }

    /** Interrupts the handler from its loop. */
    public void interrupt(Core core) {
        core.eventLoop().execute(() -> Objects.requireNonNull(thread()).interrupt());
    }

    /** Returns the thread that was told of the completion; fails as the handler failed. */
    public Thread await() throws InterruptedException, ExecutionException, TimeoutException {
        Thread thread = completed.get(30, TimeUnit.SECONDS);
        Throwable thrown = failure;
        if (thrown != null) {
            throw new ExecutionException(thrown);
        }
        return thread;
    }
}
