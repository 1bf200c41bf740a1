package io.tako.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServersTest {

    @Test
    void anUnknownServerIsRefusedNamingThoseThereAre() {
        assertThatThrownBy(() -> Servers.named("apache"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContainingAll("apache", "raw-netty", "helidon");
    }

    @Test
    void anUnknownProtocolIsRefusedNamingThoseThereAre() {
        assertThatThrownBy(() -> Protocol.named("spdy"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContainingAll("spdy", "h2c", "ws");
    }

    @Test
    void aProtocolAServerDoesNotSpeakIsRefused() {
        assertThatThrownBy(() -> Servers.RAW_NETTY_VIRTUAL_THREADS.start(Protocol.HTTP2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("raw-netty-vt", "h2c");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "TAKO_.*")
    void takoSeesOneRuntimeAndNoOtherWebServer(Servers which) {
        String shared = "/r/tako-runtime-shared/target/classes";
        String perCore = "/r/tako-runtime-per-core/0.1.0/tako-runtime-per-core-0.1.0.jar";
        String others =
                "/r/spring-boot-reactor-netty/4.1.2/spring-boot-reactor-netty-4.1.2.jar:"
                        + "/r/spring-boot-webflux/4.1.2/spring-boot-webflux-4.1.2.jar:"
                        + "/r/armeria/1.40.0/armeria-1.40.0.jar";

        assertThat(
                        which.classPath(
                                String.join(":", "/r/a.jar", shared, perCore, others, "/r/b.jar")))
                .isEqualTo(
                        "/r/a.jar:%s:/r/b.jar"
                                .formatted(which.name().contains("SHARED") ? shared : perCore));
    }

    @Test
    void aServerThatNothingGetsInTheWayOfSeesTheClassPathAsItIs() {
        String whole = "/r/a.jar:/r/tako-autoconfigure/target/classes:";

        assertThat(Servers.RAW_NETTY.classPath(whole)).isEqualTo(whole);
    }

    @Test
    void webFluxDoesNotSeeTakosAutoConfiguration() {
        assertThat(
                        Servers.WEBFLUX.classPath(
                                "/r/tako-autoconfigure/target/classes:/r/tako-core.jar"))
                .isEqualTo("/r/tako-core.jar");
    }
}
