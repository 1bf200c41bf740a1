package io.tako.transport.admission;

import static io.tako.transport.admission.HeaderBytes.INET;
import static io.tako.transport.admission.HeaderBytes.INET6;
import static io.tako.transport.admission.HeaderBytes.block;
import static io.tako.transport.admission.HeaderBytes.hex;
import static io.tako.transport.admission.HeaderBytes.line;
import static io.tako.transport.admission.HeaderBytes.summed;
import static io.tako.transport.admission.HeaderBytes.unix;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.ProxyHeader;
import io.tako.http.TrustedProxies;
import io.tako.transport.config.ProxyConfig;
import io.tako.transport.config.ProxyConfig.Mode;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyGateTest {

    private static final String BALANCER = "10.0.0.1";
    private static final String STRANGER = "203.0.113.9";
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] V1 = line("PROXY TCP4 192.0.2.7 192.0.2.80 50000 443");
    private static final SocketAddress CLIENT = inet("192.0.2.7", 50_000);

    private @Nullable GateChannel opened;

    private GateChannel open(ProxyConfig config, String peer) {
        opened = new GateChannel(config, peer, true);
        return opened;
    }

    private GateChannel open(Mode mode) {
        return open(config(mode), BALANCER);
    }

    private static ProxyConfig config(Mode mode) {
        return ProxyConfig.of(mode, TrustedProxies.of(List.of("10.0.0.0/8")));
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private static InetSocketAddress inet(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    static Stream<Arguments> goodHeaders() {
        SocketAddress site = inet("192.0.2.80", 443);
        return Stream.of(
                Arguments.of("a line", V1, CLIENT, site),
                Arguments.of(
                        "a line of IPv6",
                        line("PROXY TCP6 2001:db8::7 2001:db8::80 50000 443"),
                        inet("2001:db8::7", 50_000),
                        inet("2001:db8::80", 443)),
                Arguments.of(
                        "a line of IPv4 in IPv6",
                        line("PROXY TCP6 ::ffff:192.0.2.7 ::ffff:192.0.2.80 50000 443"),
                        CLIENT,
                        site),
                Arguments.of(
                        "the longest line",
                        line(
                                "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                        + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535"),
                        null,
                        null),
                Arguments.of("an unknown line", line("PROXY UNKNOWN"), null, null),
                Arguments.of("a block", block("21", "11", INET), CLIENT, site),
                Arguments.of(
                        "a block of IPv6",
                        block("21", "21", INET6),
                        CLIENT,
                        inet("2001:db8::80", 443)),
                Arguments.of(
                        "a block of Unix paths",
                        block("21", "31", unix("/run/client", "/run/site")),
                        UnixDomainSocketAddress.of("/run/client"),
                        UnixDomainSocketAddress.of("/run/site")),
                Arguments.of("an unspecified block", block("21", "00", ""), null, null),
                Arguments.of(
                        "an unspecified block with filling",
                        block("21", "00", "0102030405"),
                        null,
                        null),
                Arguments.of("a local block", block("20", "00", ""), null, null),
                Arguments.of("a local block with addresses", block("20", "11", INET), null, null),
                Arguments.of("a local block cut short", block("20", "11", "c000"), null, null),
                Arguments.of(
                        "a block with a checksum",
                        summed("21", "11", INET + "01 0002 6832", 0),
                        CLIENT,
                        site),
                Arguments.of(
                        "a local block with a checksum", summed("20", "00", "", 0), null, null),
                Arguments.of(
                        "a block with padding",
                        block("21", "11", INET + "04 0003 000000"),
                        CLIENT,
                        site));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodHeaders")
    void whatComesBehindAHeaderGoesToTheProtocol(
            String what,
            byte[] bytes,
            @Nullable SocketAddress source,
            @Nullable SocketAddress destination) {
        GateChannel gate = open(Mode.REQUIRED);
        byte[] all = Arrays.copyOf(bytes, bytes.length + REQUEST.length);
        System.arraycopy(REQUEST, 0, all, bytes.length, REQUEST.length);
        gate.receive(all);
        assertThat(gate.refusals).isEmpty();
        assertThat(gate.active).isTrue();
        assertThat(gate.received).hasToString(new String(REQUEST, US_ASCII));
        assertThat(gate.header).isNotNull();
        assertThat(gate.header.source().orElse(null)).isEqualTo(source);
        assertThat(gate.header.destination().orElse(null)).isEqualTo(destination);
        assertThat(gate.header.sender()).isEqualTo(inet(BALANCER, 40_000));
        assertThat(gate.handlers()).containsExactly("Protocol");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodHeaders")
    void aHeaderMayComeByteByByte(
            String what,
            byte[] bytes,
            @Nullable SocketAddress source,
            @Nullable SocketAddress destination) {
        GateChannel gate = open(Mode.ACCEPT);
        for (byte one : bytes) {
            assertThat(gate.passed).isFalse();
            gate.receive(new byte[] {one});
        }
        assertThat(gate.header).isNotNull();
        assertThat(gate.header.source().orElse(null)).isEqualTo(source);
        gate.receive(REQUEST);
        assertThat(gate.received).hasToString(new String(REQUEST, US_ASCII));
    }

    @Test
    void extensionsAreToldEvenOfALocalHeader() {
        GateChannel gate = open(Mode.REQUIRED);
        gate.receive(block("20", "00", "05 0003 616263"));
        assertThat(gate.header).isNotNull();
        assertThat(gate.header.command()).isEqualTo(ProxyHeader.Command.LOCAL);
        assertThat(gate.header.version()).isEqualTo(ProxyHeader.Version.V2);
        assertThat(gate.header.tlvs()).hasSize(1);
        assertThat(gate.header.uniqueId()).isPresent();
    }

    @Test
    void tlsInsideTheExtensionsStaysNested() {
        GateChannel gate = open(Mode.REQUIRED);
        gate.receive(
                block("21", "11", INET + "20 000f 01 00000000 21 0007 544c5376312e33 02 0001 61"));
        assertThat(gate.header).isNotNull();
        assertThat(gate.header.tlvs()).hasSize(2);
        assertThat(gate.header.ssl().orElseThrow().version()).hasValue("TLSv1.3");
        assertThat(gate.header.authority()).hasValue("a");
    }

    static Stream<Arguments> badHeaders() {
        return Stream.of(
                Arguments.of("none at all", REQUEST, "there is none"),
                Arguments.of(
                        "a line that does not end",
                        "PROXY UNKNOWN ".concat("x".repeat(100)).getBytes(US_ASCII),
                        "longer than 107"),
                Arguments.of(
                        "a line of another kind", line("PROXY UDP4 1.2.3.4 1.2.3.4 1 2"), "line"),
                Arguments.of("a line without ports", line("PROXY TCP4 1.2.3.4 1.2.3.4"), "line"),
                Arguments.of("a port with a sign", line("PROXY TCP4 1.2.3.4 1.2.3.4 +1 2"), "line"),
                Arguments.of(
                        "a port with a zero before it",
                        line("PROXY TCP4 1.2.3.4 1.2.3.4 01 2"),
                        "line"),
                Arguments.of(
                        "port 0, which the codec does not take",
                        line("PROXY TCP4 1.2.3.4 1.2.3.4 0 2"),
                        "malformed"),
                Arguments.of(
                        "a port that is too high",
                        line("PROXY TCP4 1.2.3.4 1.2.3.4 65536 2"),
                        "malformed"),
                Arguments.of(
                        "an address that is none",
                        line("PROXY TCP4 1.2.3.256 1.2.3.4 1 2"),
                        "malformed"),
                Arguments.of(
                        "an address of the other family",
                        line("PROXY TCP6 1.2.3.4 1.2.3.4 1 2"),
                        "malformed"),
                Arguments.of("two spaces", line("PROXY TCP4  1.2.3.4 1.2.3.4 1 2"), "line"),
                Arguments.of("a space at the end", line("PROXY TCP4 1.2.3.4 1.2.3.4 1 2 "), "line"),
                Arguments.of(
                        "a line that ends in LF alone",
                        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n".getBytes(US_ASCII),
                        "line"),
                Arguments.of("another version", block("31", "11", INET), "malformed"),
                Arguments.of("another command", block("22", "11", INET), "malformed"),
                Arguments.of("another family", block("21", "41", INET), "malformed"),
                Arguments.of("another transport", block("21", "13", INET), "malformed"),
                Arguments.of("datagrams", block("21", "12", INET), "datagrams"),
                Arguments.of("short addresses", block("21", "11", "c0000207"), "malformed"),
                Arguments.of("short addresses of IPv6", block("21", "21", INET), "malformed"),
                Arguments.of("short paths", block("21", "31", INET), "malformed"),
                Arguments.of("half an extension", block("21", "11", INET + "01"), "cut short"),
                Arguments.of(
                        "an extension that is cut short",
                        block("21", "11", INET + "01 0003 6832"),
                        "cut short"),
                Arguments.of(
                        "TLS that is cut short",
                        block("21", "11", INET + "20 0003 010000"),
                        "malformed"),
                Arguments.of(
                        "an extension of TLS that is cut short",
                        block("21", "11", INET + "20 0009 01 00000000 21 0005 54"),
                        "malformed"),
                Arguments.of(
                        "a wrong checksum",
                        summed("21", "11", INET + "01 0002 6832", 1),
                        "checksum is wrong"),
                Arguments.of(
                        "a wrong checksum of a local header",
                        summed("20", "00", "", 1),
                        "checksum is wrong"),
                Arguments.of(
                        "a checksum of two bytes",
                        block("21", "11", INET + "03 0002 0000"),
                        "2 bytes"),
                Arguments.of(
                        "a length over the limit",
                        hex("0d0a0d0a000d0a515549540a 21 11 ffff"),
                        "4096 are allowed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badHeaders")
    void whatIsNoHeaderIsClosed(String what, byte[] bytes, String reason) {
        GateChannel gate = open(Mode.REQUIRED);
        gate.receive(bytes, REQUEST);
        assertThat(gate.open()).isFalse();
        assertThat(gate.passed).isFalse();
        assertThat(gate.refusals).singleElement().asString().contains(reason);
    }

    @Test
    void aWrongChecksumIsPassedOverOnRequest() {
        GateChannel gate = open(config(Mode.REQUIRED).withVerifyChecksum(false), BALANCER);
        gate.receive(summed("21", "11", INET, 1));
        assertThat(gate.header).isNotNull();
        assertThat(gate.header.source()).hasValue(CLIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\n"
            })
    void aHealthCheckWithoutAHeaderPassesWhereNoneIsRequired(String request) {
        GateChannel gate = open(Mode.ACCEPT);
        for (byte one : request.getBytes(US_ASCII)) {
            gate.receive(new byte[] {one});
        }
        assertThat(gate.active).isTrue();
        assertThat(gate.header).isNull();
        assertThat(gate.received).hasToString(request);
        assertThat(gate.refusals).isEmpty();
    }

    @Test
    void aStrangerWithoutAHeaderPassesWhereNoneIsRequired() {
        GateChannel gate = open(config(Mode.ACCEPT), STRANGER);
        gate.receive(REQUEST);
        assertThat(gate.active).isTrue();
        assertThat(gate.header).isNull();
    }

    @Test
    void aStrangersHeaderIsRefusedAsSoonAsItBegins() {
        GateChannel gate = open(config(Mode.ACCEPT), STRANGER);
        gate.receive("PROXY ".getBytes(US_ASCII));
        assertThat(gate.open()).isFalse();
        assertThat(gate.refusals).containsExactly("its sender is not trusted");
        assertThat(gate.passed).isFalse();
    }

    @Test
    void aStrangerMayNotConnectWhereAHeaderIsRequired() {
        GateChannel gate = open(config(Mode.REQUIRED), STRANGER);
        assertThat(gate.open()).isFalse();
        assertThat(gate.refusals).containsExactly("its sender is not trusted");
    }

    @Test
    void aHeaderThatDripsIsClosed() {
        GateChannel gate = open(Mode.ACCEPT);
        for (int i = 0; i < 10; i++) {
            assertThat(gate.open()).isTrue();
            gate.receive(Arrays.copyOfRange(V1, i, i + 1));
            gate.wait(Duration.ofMillis(1_001));
        }
        assertThat(gate.open()).isFalse();
        assertThat(gate.refusals).containsExactly("it did not end in time");
    }

    @Test
    void silenceIsNoHeaderWhereNoneIsRequired() {
        GateChannel gate = open(Mode.ACCEPT);
        gate.wait(Duration.ofSeconds(11));
        assertThat(gate.active).isTrue();
        assertThat(gate.header).isNull();
        gate.receive(REQUEST);
        assertThat(gate.received).hasToString(new String(REQUEST, US_ASCII));
    }

    @Test
    void whatCouldBecomeAHeaderIsNoneOnceItsTimeIsOver() {
        GateChannel gate = open(Mode.ACCEPT);
        gate.receive("P".getBytes(US_ASCII));
        assertThat(gate.passed).isFalse();
        gate.wait(Duration.ofSeconds(11));
        gate.receive("OST / HTTP/1.1".getBytes(US_ASCII));
        assertThat(gate.received).hasToString("POST / HTTP/1.1");
        assertThat(gate.header).isNull();
    }

    @Test
    void silenceIsClosedWhereAHeaderIsRequired() {
        GateChannel gate = open(Mode.REQUIRED);
        gate.wait(Duration.ofSeconds(11));
        assertThat(gate.open()).isFalse();
        assertThat(gate.refusals).containsExactly("it did not end in time");
    }

    @Test
    void withoutATimeoutAHeaderMayTakeLong() {
        GateChannel gate = open(config(Mode.REQUIRED).withHeaderTimeout(Duration.ZERO), BALANCER);
        gate.wait(Duration.ofDays(1));
        gate.receive(V1);
        assertThat(gate.header).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ACCEPT", "REQUIRED"})
    void theTimeoutEndsWithTheHeader(Mode mode) {
        GateChannel gate = open(mode);
        gate.receive(V1);
        gate.wait(Duration.ofSeconds(11));
        assertThat(gate.open()).isTrue();
        assertThat(gate.refusals).isEmpty();
    }

    @Test
    void whoIsNotLetInIsClosedWithWhatItSent() {
        GateChannel gate = open(Mode.REQUIRED);
        gate.letIn = false;
        byte[] all = Arrays.copyOf(V1, V1.length + 1_000);
        gate.receive(all, REQUEST);
        assertThat(gate.open()).isFalse();
        assertThat(gate.active).isFalse();
        assertThat(gate.refusals).isEmpty();
    }

    @Test
    void aPeerThatLeavesWithinItsHeaderIsRefusedAndOneThatSaidNothingIsNot() {
        GateChannel silent = open(Mode.REQUIRED);
        silent.close();
        assertThat(silent.refusals).isEmpty();
        GateChannel within = open(Mode.REQUIRED);
        within.receive(Arrays.copyOf(V1, 20));
        within.close();
        assertThat(within.refusals).containsExactly("the peer left within it");
    }

    @Test
    void aPathThatFillsItsPlaceIsReadWhole() {
        String path = "/" + "p".repeat(107);
        GateChannel gate = open(Mode.REQUIRED);
        gate.receive(block("21", "31", unix(path, "")));
        assertThat(gate.header).isNotNull();
        assertThat(gate.header.source()).hasValue(UnixDomainSocketAddress.of(path));
        assertThat(gate.header.destination()).hasValue(UnixDomainSocketAddress.of(""));
    }

    @Test
    void aRefusedConnectionNeverPasses() {
        GateChannel through = open(Mode.REQUIRED);
        through.receive(V1);
        through.close();
        assertThat(through.events).containsExactly("opened", "passed");
        GateChannel refused = open(Mode.REQUIRED);
        refused.receive(REQUEST);
        refused.close();
        assertThat(refused.events).containsExactly("opened");
        GateChannel stranger = open(config(Mode.REQUIRED), STRANGER);
        assertThat(stranger.events).containsExactly("opened");
    }

    @Test
    void whereThereIsNoRoomNothingIsWaitedFor() {
        opened = new GateChannel(config(Mode.REQUIRED), BALANCER, false);
        opened.receive(V1);
        assertThat(opened.open()).isFalse();
        assertThat(opened.passed).isFalse();
        assertThat(opened.refusals).isEmpty();
    }

    @Test
    void whateverBecomesOfAHeaderItPassesIsClosedOrIsWaitedFor() {
        Random random = new Random(23);
        List<byte[]> headers = goodHeaders().map(one -> (byte[]) one.get()[1]).toList();
        int passed = 0;
        int closed = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = headers.get(random.nextInt(headers.size())).clone();
            for (int change = random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(3) + random.nextInt(3));
            int half = random.nextInt(bytes.length);
            GateChannel gate = open(Mode.REQUIRED);
            gate.receive(Arrays.copyOf(bytes, half), Arrays.copyOfRange(bytes, half, bytes.length));
            assertThat(gate.refusals).hasSize(gate.open() ? 0 : 1);
            passed += gate.passed ? 1 : 0;
            closed += gate.open() ? 0 : 1;
            gate.close();
        }
        assertThat(passed).isPositive();
        assertThat(closed).isPositive();
    }
}
