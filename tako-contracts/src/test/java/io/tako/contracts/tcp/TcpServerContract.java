package io.tako.contracts.tcp;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningTcp;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.UnixAddress;
import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpHandler;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.TcpListenerConfig;
import io.tako.transport.config.TcpOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** One server of raw TCP and its clients. */
abstract class TcpServerContract {

    static final Duration SOON = Duration.ofMillis(300);
    static final DrainConfig QUIET = DrainConfig.defaults().withQuiet(SOON);
    static final int PIECE = 64 * 1024;

    private final RuntimeKind kind;
    final IoPreference io;
    final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private @Nullable RunningTcp running;

    TcpServerContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    final RunningTcp server() {
        return Objects.requireNonNull(running);
    }

    final RawClient serve(TcpHandler handler) throws IOException {
        return serve(listener -> listener, handler);
    }

    final RawClient serve(UnaryOperator<TcpListenerConfig> settings, TcpHandler handler)
            throws IOException {
        running = RunningTcp.start(kind, io, 1, settings, QUIET, handler);
        return RawClient.connect(server().port());
    }

    /** Serves at a file, to clients that connect by themselves. */
    final void serveAt(Path file, TcpHandler handler) {
        running =
                RunningTcp.start(
                        kind,
                        io,
                        1,
                        listener -> listener.withAddress(UnixAddress.of(file.toString())),
                        QUIET,
                        handler);
    }

    final RawClient serve(TcpOptions options, TcpHandler handler) throws IOException {
        return serve(listener -> listener.withOptions(options), handler);
    }

    final Object next() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(60, TimeUnit.SECONDS), "nothing was seen");
    }

    /** Has the test see what the handler threw. */
    final TcpHandler watched(TcpHandler handler) {
        return connection -> {
            try {
                handler.handle(connection);
            } catch (Exception e) {
                seen.add(e);
                throw e;
            }
        };
    }

    static final void echo(TcpConnection connection) throws IOException {
        for (byte[] some = connection.read(); some != null; some = connection.read()) {
            connection.write(some);
        }
    }

    static final byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static final String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    static final String read(RawClient client, int count) throws IOException {
        return text(client.in().readNBytes(count));
    }
}
