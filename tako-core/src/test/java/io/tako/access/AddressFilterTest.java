package io.tako.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.access.Admission.Allowed;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressFilterTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "10.9.0.1, false",
        "11.0.0.1, false",
        "::ffff:10.1.2.3, true",
        "2001:db8::1, true",
        "2001:db9::1, false",
    })
    void denialWinsOverTheAllowList(String source, boolean allowed) {
        AddressFilter filter =
                AddressFilter.of(List.of("10.0.0.0/8", "2001:db8::/32"), List.of("10.9.0.0/16"));
        assertThat(filter.admit(Attempts.from(source)) instanceof Allowed).isEqualTo(allowed);
    }

    @Test
    void withoutAnAllowListEverybodyElseIsLetIn() {
        AddressFilter filter = AddressFilter.of(List.of(), List.of("::ffff:192.0.2.0/120"));
        assertThat(filter.admit(Attempts.from("192.0.2.9")))
                .isEqualTo(Admission.deny("the source is on the deny list"));
        assertThat(filter.admit(Attempts.from("198.51.100.1"))).isInstanceOf(Allowed.class);
    }

    @Test
    void aUnixSocketPassesButAUnixSourceOfAProxyHeaderIsOnNoAllowList() {
        AddressFilter filter = AddressFilter.of(List.of("10.0.0.0/8"), List.of());
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/run/app.sock");
        assertThat(filter.admit(new ConnectionAttempt("admin", Transport.UNIX, path, path, null)))
                .isInstanceOf(Allowed.class);
        assertThat(filter.admit(Attempts.from(path)))
                .isEqualTo(Admission.deny("the source is not on the allow list"));
        assertThat(filter.admit(Attempts.from(InetSocketAddress.createUnresolved("host", 1))))
                .isEqualTo(Admission.deny("the source is not on the allow list"));
    }

    @Test
    void whatIsNoBlockIsNamed() {
        assertThatThrownBy(() -> AddressFilter.of(List.of("10.0.0.0/8", "ten"), List.of()))
                .hasMessageContaining("\"ten\"");
    }
}
