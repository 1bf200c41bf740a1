package io.tako.conformance;

import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.RuntimeKind;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A server in the clear and one with TLS on each runtime, for tests of clients. */
final class Servers implements AutoCloseable {

    private final TestAuthority authority;
    private final Map<RuntimeKind, RunningServer> clear = new EnumMap<>(RuntimeKind.class);
    private final Map<RuntimeKind, RunningServer> secure = new EnumMap<>(RuntimeKind.class);

    Servers() throws Exception {
        authority = TestAuthority.create("Conformance");
        for (RuntimeKind kind : RuntimeKind.values()) {
            clear.put(kind, ConformanceServer.start(kind));
            secure.put(kind, ConformanceServer.startSecure(kind, authority));
        }
    }

    /** Who certified the servers. */
    TestAuthority authority() {
        return authority;
    }

    /** Where a path is on a wire of a runtime. */
    URI uri(Wire wire, RuntimeKind kind, String path) {
        RunningServer server = Objects.requireNonNull((wire.tls() ? secure : clear).get(kind));
        String scheme = wire.tls() ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.port() + path);
    }

    /** Each wire with each runtime. */
    static Stream<Arguments> each(Stream<Wire> wires) {
        return wires.flatMap(
                wire -> Stream.of(RuntimeKind.values()).map(kind -> Arguments.of(wire, kind)));
    }

    @Override
    public void close() {
        clear.values().forEach(RunningServer::close);
        secure.values().forEach(RunningServer::close);
    }
}
