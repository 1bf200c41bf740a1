package io.tako.extract;

import static io.tako.extract.Extractors.clientIp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Rejection;
import io.tako.http.RouterSettings;
import io.tako.http.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private static TestRequest from(String peer) {
        return TestRequest.get("/")
                .peer(new InetSocketAddress(InetAddress.ofLiteral(peer), 4711))
                .settings(
                        RouterSettings.defaults()
                                .withTrustedProxies(
                                        TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"))));
    }

    private static void client(TestRequest exchange, String expected) {
        assertThat(clientIp().extract(exchange.request()))
                .isEqualTo(InetAddress.ofLiteral(expected));
    }

    @Test
    void peerIsTheClientWithoutProxies() {
        client(from("192.0.2.1"), "192.0.2.1");
    }

    @Test
    void fieldsOfAnUntrustedPeerAreNotBelieved() {
        client(from("192.0.2.1").field("X-Forwarded-For", "198.51.100.7"), "192.0.2.1");
        client(from("192.0.2.1").field("Forwarded", "for=198.51.100.7"), "192.0.2.1");
    }

    @Test
    void trustedProxyWithoutFieldsIsTheClient() {
        client(from("10.0.0.1"), "10.0.0.1");
    }

    @Test
    void forwardedWinsOverXForwardedFor() {
        client(
                from("10.0.0.1")
                        .field("X-Forwarded-For", "203.0.113.9")
                        .field("Forwarded", "for=198.51.100.7"),
                "198.51.100.7");
    }

    @Test
    void walkEndsAtTheFirstHopThatIsNotTrusted() {
        client(
                from("10.0.0.1").field("X-Forwarded-For", "1.1.1.1, 198.51.100.7, 10.0.0.2"),
                "198.51.100.7");
    }

    @Test
    void farthestHopIsTheClientWhenAllAreTrusted() {
        client(from("10.0.0.1").field("X-Forwarded-For", "10.0.0.3, 10.0.0.2"), "10.0.0.3");
    }

    @Test
    void laterFieldLinesAreNearer() {
        client(
                from("10.0.0.1")
                        .field("X-Forwarded-For", "1.1.1.1")
                        .field("X-Forwarded-For", "198.51.100.7"),
                "198.51.100.7");
        client(
                from("10.0.0.1")
                        .field("Forwarded", "for=1.1.1.1")
                        .field("Forwarded", "for=198.51.100.7"),
                "198.51.100.7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    for=198.51.100.7 | 198.51.100.7
                    For="198.51.100.7:8080" | 198.51.100.7
                    for="[2001:db8::1]" | 2001:db8::1
                    for="[2001:db8::1]:443";proto=https | 2001:db8::1
                    proto=http; for=198.51.100.7 ;by=203.0.113.43 | 198.51.100.7
                    for="[2001:db8::1]:_obf" | 2001:db8::1
                    for=1.1.1.1, for=198.51.100.7;host="a,b;c" | 198.51.100.7
                    for=198.51.100.7, for="[fd00::2]" | 198.51.100.7
                    """)
    void forwardedNodesAreRead(String field, String expected) {
        client(from("10.0.0.1").field("Forwarded", field), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    for=unknown
                    for=_hidden
                    for=198.51.100.7, for=unknown
                    proto=https
                    for=example.org
                    for=198.51.100.7;for=203.0.113.1
                    for=999.1.1.1
                    for=
                    """)
    void hopThatTellsNoAddressEndsTheWalk(String field) {
        client(from("10.0.0.1").field("Forwarded", field), "10.0.0.1");
    }

    @Test
    void openQuoteFromTheClientCannotHideTheNextHop() {
        client(from("10.0.0.1").field("Forwarded", "for=\", for=198.51.100.7"), "198.51.100.7");
        client(from("10.0.0.1").field("Forwarded", "for=\"\\\", for=198.51.100.7"), "198.51.100.7");
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7:1234, 198.51.100.7",
        "[2001:db8::1]:1234, 2001:db8::1",
        "2001:db8::1, 2001:db8::1",
        "::ffff:198.51.100.7, 198.51.100.7",
        "unknown, 10.0.0.1",
        "fe80::1%eth0, 10.0.0.1",
        "127.1, 10.0.0.1"
    })
    void forwardedForMayCarryPortsAndBrackets(String field, String expected) {
        client(from("10.0.0.1").field("X-Forwarded-For", field), expected);
    }

    @Test
    void emptyElementEndsTheWalk() {
        client(from("10.0.0.1").field("X-Forwarded-For", "1.1.1.1, "), "10.0.0.1");
    }

    @Test
    void peerOfATrustedUnixSocketTellsTheClient() {
        TestRequest exchange =
                TestRequest.get("/")
                        .peer(UnixDomainSocketAddress.of(""))
                        .settings(
                                RouterSettings.defaults()
                                        .withTrustedProxies(
                                                TrustedProxies.of(List.of("unix", "10.0.0.0/8"))));
        client(exchange.field("X-Forwarded-For", "198.51.100.7, 10.0.0.2"), "198.51.100.7");
        client(exchange.field("Forwarded", "for=203.0.113.9"), "203.0.113.9");
    }

    @Test
    void trustedUnixSocketThatTellsNothingHasNoAddress() {
        TestRequest exchange =
                TestRequest.get("/")
                        .peer(UnixDomainSocketAddress.of(""))
                        .settings(
                                RouterSettings.defaults()
                                        .withTrustedProxies(TrustedProxies.of(List.of("unix"))));
        assertThat(clientIp().optional().extract(exchange.request())).isEmpty();
    }

    @Test
    void fieldsFromAUnixSocketThatIsNotNamedAreNotBelieved() {
        TestRequest exchange =
                from("10.0.0.1")
                        .peer(UnixDomainSocketAddress.of(""))
                        .field("X-Forwarded-For", "198.51.100.7");
        assertThat(clientIp().optional().extract(exchange.request())).isEmpty();
    }

    @Test
    void peerOfAUnixSocketHasNoAddress() {
        TestRequest exchange = from("10.0.0.1").peer(UnixDomainSocketAddress.of("s"));
        assertThatThrownBy(() -> clientIp().extract(exchange.request()))
                .isInstanceOf(Rejection.Missing.class);
        assertThat(clientIp().optional().extract(exchange.request())).isEmpty();
    }
}
