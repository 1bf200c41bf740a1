package io.tako.contracts.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryRuntime;
import io.tako.contracts.machine.HandedOverSocket;
import io.tako.contracts.peers.UnixSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** HTTP over a Unix socket that another process has opened. */
@EveryRuntime
final class InheritedUnixContract extends InheritedContract {

    InheritedUnixContract(RuntimeKind kind) {
        super(kind);
    }

    private Path path() {
        return directory().resolve("app.sock");
    }

    @Override
    HandedOverSocket open() throws IOException {
        return HandedOverSocket.unix(path());
    }

    @Override
    int statusOfPeer() {
        return 200;
    }

    @Override
    Socket connect() throws IOException {
        return UnixSocket.connect(path());
    }

    @Test
    void handlersSeeTheSocketAndThePeer() throws IOException {
        start();
        assertThat(get("/connection")).isEqualTo("http/1.1  " + path());
        assertThat(get("/peer"))
                .isEqualTo(
                        ProcessHandle.current().pid()
                                + " "
                                + Files.getAttribute(directory(), "unix:uid")
                                + " "
                                + Files.getAttribute(directory(), "unix:gid"));
    }

    @Test
    void theFileIsNotDeleted() throws Exception {
        RunningServer running = start();
        assertThat(get("/")).isEqualTo("hello");
        running.server().stop();
        assertThat(path()).exists();
        running.server().start();
        running.server().drain().get();
        assertThat(path()).exists();
    }
}
