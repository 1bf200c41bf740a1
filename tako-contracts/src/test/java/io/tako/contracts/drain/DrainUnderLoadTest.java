package io.tako.contracts.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.drain.DrainRun.Restart;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrainUnderLoadTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void noRequestIsLostAndEveryStreamEndsPolitely(RuntimeKind kind) throws Exception {
        restart(kind, false, 2);
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void noneIsLostOverTlsEither(RuntimeKind kind) throws Exception {
        restart(kind, true, 1);
    }

    private void restart(RuntimeKind kind, boolean tls, int times) throws Exception {
        Path output = directory.resolve("output");
        Target target = SmallServer.target(kind, IoPreference.AUTO, tls);
        var restarts =
                new DrainRun(target, output).run(times, Duration.ofMillis(500), restart -> {});
        assertThat(restarts).hasSize(times);
        for (Restart restart : restarts) {
            assertThat(restart.failures()).as(restart.row()).isEmpty();
            assertThat(restart.polite()).isGreaterThanOrEqualTo(restart.streams());
        }
        // A machine that stands still makes the watchdog bark, and loses no request.
        assertThat(Files.readAllLines(output))
                .filteredOn(line -> !line.contains("io.tako.runtime.Watchdog: "))
                .noneMatch(line -> line.matches(".*(WARN|ERROR|Exception).*"));
    }
}
