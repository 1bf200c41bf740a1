package io.tako.contracts;

import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is held to hold on a runtime and a back end, by a server that it runs. */
public abstract class ServerContract {

    protected final RuntimeKind kind;
    protected final IoPreference io;
    private @Nullable RunningServer running;

    protected ServerContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    /** Makes this server the one that is asked and closed. */
    protected final void run(RunningServer server) {
        running = server;
    }

    protected final RunningServer server() {
        return Objects.requireNonNull(running);
    }

    protected final int port() {
        return server().port();
    }

    /** Closes the server if there is one that was not closed. */
    protected final void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
