package io.tako.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.access.Admission.Allowed;
import io.tako.access.Admission.Denied;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SourceLimitTest {

    private final SourceLimit limit = SourceLimit.of(2);

    private Admission admit(String source) {
        return limit.admit(Attempts.from(source));
    }

    @Test
    void theThirdConnectionOfASourceIsDeniedUntilOneHasEnded() {
        Allowed first = (Allowed) admit("192.0.2.1");
        admit("192.0.2.1");
        assertThat(admit("192.0.2.1")).isEqualTo(Admission.deny("the source has 2 connections"));
        assertThat(admit("192.0.2.2")).isInstanceOf(Allowed.class);
        first.release().run();
        assertThat(admit("192.0.2.1")).isInstanceOf(Allowed.class);
        assertThat(admit("192.0.2.1")).isInstanceOf(Denied.class);
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneSource() {
        admit("2001:db8::1");
        admit("2001:db8::2:0:0:1");
        assertThat(admit("2001:db8::3")).isInstanceOf(Denied.class);
        assertThat(admit("2001:db8:0:1::1")).isInstanceOf(Allowed.class);
    }

    @Test
    void sourcesWithoutConnectionsAreForgotten() {
        List<Allowed> open = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            open.add((Allowed) admit("10.0.0." + i));
        }
        assertThat(limit.sources()).isEqualTo(200);
        open.forEach(allowed -> allowed.release().run());
        assertThat(limit.sources()).isZero();
    }

    @Test
    void whatHasNoAddressIsNotCounted() {
        for (int i = 0; i < 5; i++) {
            assertThat(limit.admit(Attempts.from(UnixDomainSocketAddress.of("/run/app.sock"))))
                    .isInstanceOf(Allowed.class);
        }
        assertThat(limit.sources()).isZero();
    }

    @Test
    void manyThreadsNeverGetMoreThanTheLimit() throws InterruptedException {
        SourceLimit ten = SourceLimit.of(10);
        AtomicInteger admitted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        if (ten.admit(Attempts.from("192.0.2.1"))
                                                instanceof Allowed) {
                                            admitted.incrementAndGet();
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted).hasValue(10);
    }

    @Test
    void aLimitOfNoneIsRefused() {
        assertThatThrownBy(() -> SourceLimit.of(0)).hasMessage("max: 0 (expected: >= 1)");
    }
}
