package io.tako.contracts.listeners;

import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.LoggedErrors;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.BrokenLoop;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.Core;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.config.HttpListenerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a server of which an event loop has ended by an error: it is told, the loop's
 * connections end and are counted no more, the other loop serves on, and the server can be ended.
 */
@EveryBackEnd
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopFailureContract extends ServerContract {

    private static final String WHERE = "GET /core HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int LOOPS = 2;

    private final List<RawClient> clients = new ArrayList<>();

    LoopFailureContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @BeforeEach
    void start() {
        run(
                RunningServer.start(
                        kind,
                        io,
                        LOOPS,
                        listener -> listener,
                        routes -> routes.get("/core", handle(connection(), one -> one.core()))));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        close();
    }

    private static int coreOf(RawClient client) throws IOException {
        return Integer.parseInt(client.send(WHERE).reply().text());
    }

    /** Connects until there is a connection on that core. */
    private RawClient on(int core) throws IOException {
        while (true) {
            RawClient client = RawClient.connect(port());
            clients.add(client);
            if (coreOf(client) == core) {
                return client;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aLoopThatEndsByAnErrorIsToldAndItsConnectionsEnd(int broken) throws Exception {
        RawClient lost = on(broken);
        RawClient kept = on(1 - broken);
        Core core = server().runtime().cores().get(broken);
        try (LoggedErrors errors = LoggedErrors.begin()) {
            BrokenLoop.end(core, server().runtime().backend());
            Waiting.until(() -> core.failure() != null);
            assertThat(core.failure()).hasMessage(BrokenLoop.MESSAGE);
            assertThat(lost.closed()).isTrue();
            assertThat(errors.lines())
                    .singleElement()
                    .asString()
                    .contains("core " + broken)
                    .contains("has ended by an error");
        }
        assertThat(coreOf(kept)).isEqualTo(1 - broken);
        assertThat(server().runtime().cores().get(1 - broken).failure()).isNull();
        Waiting.until(() -> server().server().coreCounts().get(broken).connections(), 0);
        if (broken == 1) {
            for (int i = 0; i < 20; i++) {
                RawClient next = RawClient.connect(port());
                clients.add(next);
                assertThat(coreOf(next)).isZero();
            }
        }
        DrainReport drained =
                server().server().drain(Duration.ofSeconds(60)).get(120, TimeUnit.SECONDS);
        assertThat(drained.cut()).isZero();
        assertThat(server().server().counts(HttpListenerConfig.PRIMARY).connections()).isZero();
    }
}
