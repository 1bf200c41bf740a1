package io.tako.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final InetSocketAddress BALANCER = new InetSocketAddress("10.0.0.1", 40_000);
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 50_000);
    private static final InetSocketAddress SITE = new InetSocketAddress("192.0.2.80", 443);

    private static ProxyHeader header(ProxyTlv... tlvs) {
        return new ProxyHeader(
                ProxyHeader.Version.V2,
                ProxyHeader.Command.PROXY,
                BALANCER,
                CLIENT,
                SITE,
                List.of(tlvs));
    }

    private static ProxyTlv hex(int type, String bytes) {
        return ProxyTlv.of(type, HexFormat.of().parseHex(bytes.replace(" ", "")));
    }

    private static ProxyTlv text(int type, String text) {
        return ProxyTlv.of(type, text.getBytes(UTF_8));
    }

    private static byte[] bytes(ProxyTlv... tlvs) {
        ByteBuffer out = ByteBuffer.allocate(1_000);
        for (ProxyTlv tlv : tlvs) {
            ByteBuffer value = tlv.value();
            out.put((byte) tlv.type()).putShort((short) value.remaining()).put(value);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static ProxyTlv ssl(int client, int verify, ProxyTlv... tlvs) {
        byte[] nested = bytes(tlvs);
        ByteBuffer value = ByteBuffer.allocate(5 + nested.length);
        value.put((byte) client).putInt(verify).put(nested);
        return ProxyTlv.of(ProxyTlv.SSL, value.array());
    }

    @Test
    void typedExtensionsAreReadOfTheirBytes() {
        ProxyHeader header =
                header(
                        text(ProxyTlv.ALPN, "h2"),
                        text(ProxyTlv.AUTHORITY, "shop.example"),
                        hex(ProxyTlv.UNIQUE_ID, "00ff10"),
                        text(ProxyTlv.NETNS, "blue"),
                        text(ProxyTlv.AWS, "\u0001vpce-08d2bf15fac5001c9"),
                        hex(ProxyTlv.AZURE, "01 78563412"),
                        hex(ProxyTlv.GCP_PSC, "0000000100000002"),
                        hex(ProxyTlv.NOOP, "000000"));
        assertThat(header.alpn()).hasValue("h2");
        assertThat(header.authority()).hasValue("shop.example");
        assertThat(header.uniqueId()).hasValue(ByteBuffer.wrap(HexFormat.of().parseHex("00ff10")));
        assertThat(header.networkNamespace()).hasValue("blue");
        assertThat(header.awsVpcEndpointId()).hasValue("vpce-08d2bf15fac5001c9");
        assertThat(header.azurePrivateLinkId()).hasValue(0x12345678L);
        assertThat(header.gcpPscConnectionId()).hasValue(0x100000002L);
        assertThat(header.ssl()).isEmpty();
        assertThat(header.tlvs()).hasSize(8);
        assertThat(header.tlv(ProxyTlv.NOOP)).isPresent();
    }

    @Test
    void whatWasNotToldIsEmpty() {
        ProxyHeader header =
                new ProxyHeader(
                        ProxyHeader.Version.V1,
                        ProxyHeader.Command.PROXY,
                        BALANCER,
                        null,
                        null,
                        List.of());
        assertThat(header.source()).isEmpty();
        assertThat(header.destination()).isEmpty();
        assertThat(header.authority()).isEmpty();
        assertThat(header.awsVpcEndpointId()).isEmpty();
        assertThat(header.azurePrivateLinkId()).isEmpty();
        assertThat(header.gcpPscConnectionId()).isEmpty();
    }

    @Test
    void cloudsNumbersOfAnotherShapeAreNotTheirs() {
        ProxyHeader header =
                header(
                        hex(ProxyTlv.AWS, "0276"),
                        hex(ProxyTlv.AZURE, "0101"),
                        hex(ProxyTlv.GCP_PSC, "01"));
        assertThat(header.awsVpcEndpointId()).isEmpty();
        assertThat(header.azurePrivateLinkId()).isEmpty();
        assertThat(header.gcpPscConnectionId()).isEmpty();
    }

    @Test
    void theFirstOfATypeCounts() {
        assertThat(header(text(ProxyTlv.AUTHORITY, "a"), text(ProxyTlv.AUTHORITY, "b")).authority())
                .hasValue("a");
    }

    @Test
    void tlsOfTheClientIsRead() {
        ProxySsl ssl =
                header(
                                ssl(
                                        0x07,
                                        0,
                                        text(0x21, "TLSv1.3"),
                                        text(0x22, "jo"),
                                        text(0x23, "TLS_AES_128_GCM_SHA256"),
                                        text(0x24, "SHA256"),
                                        text(0x25, "RSA2048")))
                        .ssl()
                        .orElseThrow();
        assertThat(ssl.used()).isTrue();
        assertThat(ssl.certificateShown()).isTrue();
        assertThat(ssl.certificateInSession()).isTrue();
        assertThat(ssl.verified()).isTrue();
        assertThat(ssl.version()).hasValue("TLSv1.3");
        assertThat(ssl.commonName()).hasValue("jo");
        assertThat(ssl.cipher()).hasValue("TLS_AES_128_GCM_SHA256");
        assertThat(ssl.signatureAlgorithm()).hasValue("SHA256");
        assertThat(ssl.keyAlgorithm()).hasValue("RSA2048");
        assertThat(ssl.tlvs()).hasSize(5);
    }

    @Test
    void aCertificateIsVerifiedOnlyIfItWasShown() {
        assertThat(header(ssl(0x01, 0)).ssl().orElseThrow().verified()).isFalse();
        assertThat(header(ssl(0x03, 10)).ssl().orElseThrow().verified()).isFalse();
        assertThat(header(ssl(0x05, 0)).ssl().orElseThrow().verified()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "00000000", "01 00000000 21", "01 00000000 21 0005 41"})
    void tlsThatIsCutShortIsRefused(String value) {
        assertThatThrownBy(() -> header(hex(ProxyTlv.SSL, value)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void extensionsAreReadToTheirEnd() {
        List<ProxyTlv> read =
                ProxyTlv.readAll(ByteBuffer.wrap(bytes(text(1, "h2"), text(0xEA, "x"))));
        assertThat(read).extracting(ProxyTlv::type).containsExactly(1, 0xEA);
        assertThat(read).extracting(ProxyTlv::text).containsExactly("h2", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "0100", "01 0003 6832", "01 0000 02"})
    void extensionsThatAreCutShortAreRefused(String bytes) {
        ByteBuffer cut = ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
        assertThatThrownBy(() -> ProxyTlv.readAll(cut))
                .hasMessage("the last of the extensions is cut short");
    }
}
