package io.tako.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import org.junit.jupiter.api.Test;

class NettyVersionTest {

    @Test
    void everyPeerRunsOnTheSameNetty() {
        assertThat(Version.identify().values())
                .isNotEmpty()
                .filteredOn(artifact -> !artifact.artifactId().contains("tcnative"))
                .extracting(Version::artifactVersion)
                .containsOnly("4.2.18.Final");
    }
}
