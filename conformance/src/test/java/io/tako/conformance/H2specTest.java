package io.tako.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.RuntimeKind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** h2spec against both runtimes, in the clear and over TLS; each of its cases is a test here. */
final class H2specTest {

    @TestFactory
    Stream<DynamicTest> sharedInTheClear(@TempDir Path directory) throws Exception {
        return tests(directory, RuntimeKind.SHARED, false);
    }

    @TestFactory
    Stream<DynamicTest> sharedOverTls(@TempDir Path directory) throws Exception {
        return tests(directory, RuntimeKind.SHARED, true);
    }

    @TestFactory
    Stream<DynamicTest> perCoreInTheClear(@TempDir Path directory) throws Exception {
        return tests(directory, RuntimeKind.PER_CORE, false);
    }

    @TestFactory
    Stream<DynamicTest> perCoreOverTls(@TempDir Path directory) throws Exception {
        return tests(directory, RuntimeKind.PER_CORE, true);
    }

    private static RunningServer secure(RuntimeKind kind) throws Exception {
        return ConformanceServer.startSecure(kind, TestAuthority.create("h2spec"));
    }

    private static Stream<DynamicTest> tests(Path directory, RuntimeKind kind, boolean tls)
            throws Exception {
        List<H2spec.Case> cases;
        try (RunningServer server = tls ? secure(kind) : ConformanceServer.start(kind)) {
            cases = new H2spec(directory).run(server.port(), tls);
        }
        Stream<DynamicTest> all =
                Stream.of(
                        DynamicTest.dynamicTest(
                                "every case was run",
                                () -> assertThat(cases).hasSize(H2spec.CASES)));
        return Stream.concat(
                all,
                cases.stream()
                        .map(
                                one ->
                                        DynamicTest.dynamicTest(
                                                one.name(),
                                                () -> assertThat(one.trouble()).isEmpty())));
    }
}
