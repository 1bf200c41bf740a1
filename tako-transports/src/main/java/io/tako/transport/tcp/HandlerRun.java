package io.tako.transport.tcp;

import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.HandlerTask;
import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpHandler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The run of a connection's handler on its virtual thread. */
final class HandlerRun extends HandlerTask {

    private final TcpHandler handler;
    private final TcpConnection connection;
    private final String listener;
    private final ExecutionProfile profile;
    private final Consumer<@Nullable Throwable> done;
    private @Nullable Throwable failure;

    /**
     * @param done told on the event loop when the handler has returned, with what it threw
     */
    HandlerRun(
            TcpHandler handler,
            TcpConnection connection,
            TcpSpine spine,
            Consumer<@Nullable Throwable> done) {
        this.handler = handler;
        this.connection = connection;
        this.listener = spine.config().name();
        this.profile = spine.profile();
        this.done = done;
    }

    @Override
    protected void handle() {
        try {
            handler.handle(connection);
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
        return "TCP " + listener;
    }
}
