package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is held to hold on a runtime and a back end, by a server that it runs. */
abstract class ServerContract {

    final RuntimeKind kind;
    final IoPreference io;
    private @Nullable RunningServer running;

    ServerContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    /** Makes this server the one that is asked and closed. */
    final void run(RunningServer server) {
        running = server;
    }

    final RunningServer server() {
        return Objects.requireNonNull(running);
    }

    final int port() {
        return server().port();
    }

    /** Closes the server if there is one that was not closed. */
    final void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
