package io.tako.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientConfigTest {

    private static final ClientConfig DEFAULTS = ClientConfig.defaults();

    @Test
    void partsOfAllCoresAreTheWhole() {
        ClientConfig config = DEFAULTS.withLimits(10, 7);
        assertThat(IntStream.range(0, 4).map(core -> config.part(core, 4).maxConnections()))
                .containsExactly(3, 3, 2, 2);
        assertThat(IntStream.range(0, 4).map(core -> config.part(core, 4).maxPendingAcquires()))
                .containsExactly(2, 2, 2, 1);
    }

    @Test
    void everyCoreMayHaveAConnection() {
        ClientConfig part = DEFAULTS.withLimits(1, 0).part(3, 4);
        assertThat(part.maxConnections()).isEqualTo(1);
        assertThat(part.maxPendingAcquires()).isZero();
    }

    @Test
    void valuesOutOfBoundsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withLimits(0, 1))
                .withMessageStartingWith("maxConnections: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withLimits(1, -1))
                .withMessageStartingWith("maxPendingAcquires: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withPendingAcquireTimeout(Duration.ofMillis(-1)))
                .withMessageStartingWith("pendingAcquireTimeout: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withIdleTimeout(Duration.ofMillis(-1)))
                .withMessageStartingWith("idleTimeout: ");
    }
}
