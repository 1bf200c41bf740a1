package io.tako.benchmarks.servers;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Starts the servers for tests. */
final class Started {

    private Started() {}

    /** Every server with each of the protocols it speaks, of those given. */
    static Stream<Arguments> pairs(Protocol... protocols) {
        return Arrays.stream(Servers.values())
                .flatMap(
                        server ->
                                Arrays.stream(protocols)
                                        .filter(server.protocols()::contains)
                                        .map(protocol -> Arguments.of(server, protocol)));
    }

    /** In this JVM if its class path will do, else in one of its own. */
    static RunningServer server(Servers which, Protocol protocol) throws Exception {
        String whole = System.getProperty("java.class.path");
        return which.classPath(whole).equals(whole)
                ? which.start(protocol, 0)
                : ServerJvm.start(which, protocol, whole);
    }
}
