package io.tako.transport.spine;

import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.HandlerTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The run of the handler that has a connection to itself, on its virtual thread. */
public final class HandlerRun extends HandlerTask {

    private final Handling handling;
    private final Supplier<String> name;
    private final ExecutionProfile profile;
    private final Consumer<@Nullable Throwable> done;
    private @Nullable Throwable failure;

    /**
     * @param name what the watchdog calls it
     * @param profile what is known of how long the handler keeps the loop
     * @param done told on the event loop when the handler has returned, with what it threw
     */
    public HandlerRun(
            Handling handling,
            Supplier<String> name,
            ExecutionProfile profile,
            Consumer<@Nullable Throwable> done) {
        this.handling = handling;
        this.name = name;
        this.profile = profile;
        this.done = done;
    }

    /** Has the handler handle its connection. */
    @FunctionalInterface
    public interface Handling {

        /** On the virtual thread. What it throws is handed on when the run is over. */
        void handle() throws Exception;
    }

    @Override
    protected void handle() {
        try {
            handling.handle();
        } catch (Throwable t) {
            failure = t;
        }
    }

    @Override
    protected void completed() {
        done.accept(failure);
    }

    @Override
    protected ExecutionProfile profile() {
        return profile;
    }

    @Override
    protected String describe() {
        return name.get();
    }
}
