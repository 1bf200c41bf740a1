package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::ffff:10.0.0.0/104, 10.255.0.1, true",
        "::ffff:10.0.0.0/104, 11.0.0.1, false",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, ::ffff:192.0.2.7, true",
    })
    void blockContainsWhatSharesItsPrefix(String block, String address, boolean contained) {
        assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "::ffff:10.0.0.0/95",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "localhost",
                "",
                "/8"
            })
    void anythingElseIsRefusedByName(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void trustedProxiesAreTheirBlocks() {
        TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8", "::1"));
        assertThat(proxies.trusts(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
        assertThat(proxies.trusts(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(proxies.trusts(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThat(TrustedProxies.of(List.of())).isSameAs(TrustedProxies.NONE);
    }
}
