package io.tako.contracts.listeners;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.machine.Waiting;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.CoreCounts;
import io.tako.transport.ListenerCounts;
import io.tako.transport.TakoServer;
import io.tako.transport.config.ListenerConfig;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server tells of its listeners and cores. */
class ServerCountsTest {

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void requestIsActiveUntilItsAnswerHasEnded(RuntimeKind kind) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (RunningServer server = start(kind, gate);
                Socket socket = ask(server, "/held")) {
            Waiting.until(() -> counts(server).requests() == 1);
            assertThat(counts(server).connections()).isOne();
            assertThat(sum(server)).isEqualTo(new CoreCounts(1, 1, 1));
            gate.countDown();
            awaitAnswer(socket);
            Waiting.until(() -> counts(server).requests() == 0);
            assertThat(sum(server)).isEqualTo(new CoreCounts(1, 1, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void requestOfAPeerThatLeftIsActiveNoMore(RuntimeKind kind) throws Exception {
        try (RunningServer server = start(kind, new CountDownLatch(1))) {
            try (Socket socket = ask(server, "/held")) {
                Waiting.until(() -> counts(server).requests() == 1);
                socket.setSoLinger(true, 0);
            }
            Waiting.until(() -> counts(server).requests() == 0);
            assertThat(sum(server).requests()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void totalsGoOnWhenTheServerIsStartedAgain(RuntimeKind kind) throws Exception {
        try (RunningServer running = start(kind, new CountDownLatch(0))) {
            TakoServer server = running.server();
            for (int round = 1; round <= 3; round++) {
                try (Socket socket = ask(running, "/held")) {
                    awaitAnswer(socket);
                }
                assertThat(counts(running).accepted()).isEqualTo(round);
                server.stop();
                assertThat(server.openAddress(ListenerConfig.PRIMARY)).isEmpty();
                assertThat(counts(running).accepted()).isEqualTo(round);
                assertThat(counts(running).connections()).isZero();
                assertThat(sum(running).requests()).isEqualTo(round);
                server.start();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void connectionThatADrainCutIsCounted(RuntimeKind kind) throws Exception {
        try (RunningServer running = start(kind, new CountDownLatch(1));
                Socket socket = ask(running, "/held")) {
            Waiting.until(() -> counts(running).requests() == 1);
            var drain = running.server().drain(Duration.ofMillis(1));
            assertThat(drain.get(30, TimeUnit.SECONDS).cut()).isOne();
            assertThat(counts(running).cut()).isOne();
            assertThat(running.server().draining()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void listenerThatIsNotThereIsRefused(RuntimeKind kind) throws Exception {
        try (RunningServer running = start(kind, new CountDownLatch(0))) {
            assertThatThrownBy(() -> running.server().counts("other"))
                    .hasMessage("there is no listener \"other\"");
        }
    }

    private static RunningServer start(RuntimeKind kind, CountDownLatch gate) {
        return RunningServer.start(
                kind,
                IoPreference.AUTO,
                2,
                routes ->
                        routes.get(
                                "/held",
                                handle(
                                        () -> {
                                            gate.await();
                                            return "held";
                                        })));
    }

    private static ListenerCounts counts(RunningServer server) {
        return server.server().counts(ListenerConfig.PRIMARY);
    }

    private static CoreCounts sum(RunningServer server) {
        return server.server().coreCounts().stream().reduce(CoreCounts.NONE, CoreCounts::plus);
    }

    private static Socket ask(RunningServer server, String path) throws Exception {
        Socket socket = new Socket("127.0.0.1", server.port());
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void awaitAnswer(Socket socket) throws Exception {
        assertThat(socket.getInputStream().readNBytes(12))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("HTTP/1.1 200");
    }
}
