package io.tako.transport.websocket;

import io.tako.runtime.HandlerTask;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketHandler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The run of a socket's handler on its virtual thread. */
final class HandlerRun extends HandlerTask {

    private final WebSocketHandler handler;
    private final WebSocket socket;
    private final Consumer<@Nullable Throwable> done;
    private @Nullable Throwable failure;

    /**
     * @param done told on the event loop when the handler has returned, with what it threw
     */
    HandlerRun(WebSocketHandler handler, WebSocket socket, Consumer<@Nullable Throwable> done) {
        this.handler = handler;
        this.socket = socket;
        this.done = done;
    }

    @Override
    protected void handle() {
        try {
            handler.handle(socket);
        } catch (Throwable t) {
            failure = t;
        }
    }

    @Override
    protected void completed() {
        done.accept(failure);
    }

    @Override
    protected String describe() {
        return "WebSocket " + socket.request().matchedPath();
    }
}
