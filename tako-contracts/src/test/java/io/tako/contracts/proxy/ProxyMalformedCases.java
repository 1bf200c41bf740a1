package io.tako.contracts.proxy;

import io.tako.contracts.peers.ProxyBytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** PROXY headers that end their connection, each for one reason. */
final class ProxyMalformedCases {

    /**
     * One of them.
     *
     * @param name what is wrong with it
     * @param bytes all of it
     */
    record Case(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private ProxyMalformedCases() {}

    static Stream<Case> all() {
        return Stream.of(lines(), beginnings(), blocks(), extensions()).flatMap(cases -> cases);
    }

    private static Case line(String name, String text) {
        return new Case(name, ProxyBytes.line(text));
    }

    private static Case text(String name, String text) {
        return new Case(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Stream<Case> lines() {
        return Stream.of(
                text("a line that is too long", "PROXY UNKNOWN " + "x".repeat(100)),
                text("a line that ends in LF alone", "PROXY TCP4 192.0.2.7 192.0.2.8 1 2\n"),
                text("a CR within the line", "PROXY TCP4 192.0.2.7 192.0.2.8 1\r2\r\n"),
                line("a line without a protocol", "PROXY "),
                line("a protocol in lower case", "PROXY tcp4 192.0.2.7 192.0.2.8 1 2"),
                line("a protocol of datagrams", "PROXY UDP4 192.0.2.7 192.0.2.8 1 2"),
                line("a protocol that is none", "PROXY SCTP 192.0.2.7 192.0.2.8 1 2"),
                line("no addresses", "PROXY TCP4"),
                line("no ports", "PROXY TCP4 192.0.2.7 192.0.2.8"),
                line("one port", "PROXY TCP4 192.0.2.7 192.0.2.8 1"),
                line("three ports", "PROXY TCP4 192.0.2.7 192.0.2.8 1 2 3"),
                line("two spaces", "PROXY TCP4 192.0.2.7  192.0.2.8 1 2"),
                line("a tab", "PROXY TCP4 192.0.2.7\t192.0.2.8 1 2"),
                line("a space at the end", "PROXY TCP4 192.0.2.7 192.0.2.8 1 2 "),
                line("a port with a sign", "PROXY TCP4 192.0.2.7 192.0.2.8 +1 2"),
                line("a port below 0", "PROXY TCP4 192.0.2.7 192.0.2.8 -1 2"),
                line("a port with a leading zero", "PROXY TCP4 192.0.2.7 192.0.2.8 01 2"),
                line("a port above 65535", "PROXY TCP4 192.0.2.7 192.0.2.8 65536 2"),
                line("a number above 255 in an address", "PROXY TCP4 192.0.2.256 192.0.2.8 1 2"),
                line("a short address", "PROXY TCP4 192.0.2 192.0.2.8 1 2"),
                line("IPv4 where IPv6 is said", "PROXY TCP6 192.0.2.7 192.0.2.8 1 2"),
                line("IPv6 where IPv4 is said", "PROXY TCP4 ::1 ::2 1 2"),
                line("a zone in an address", "PROXY TCP6 fe80::1%eth0 ::2 1 2"),
                line("brackets", "PROXY TCP6 [::1] [::2] 1 2"),
                line("a host name", "PROXY TCP4 localhost 192.0.2.8 1 2"));
    }

    private static Stream<Case> beginnings() {
        return Stream.of(
                text("a request", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                text("another word", "PROXIES TCP4 192.0.2.7 192.0.2.8 1 2\r\n"),
                text("lower case", "proxy TCP4 192.0.2.7 192.0.2.8 1 2\r\n"),
                text("the beginning of a TLS handshake", "\u0016\u0003\u0001\u0002\u0000"),
                text("half of the binary beginning", "\r\n\r\n\u0000\r\nQUIT GET"));
    }

    private static ProxyBytes client() {
        return ProxyBytes.of("192.0.2.7", 1, "192.0.2.8", 2);
    }

    private static Case block(String name, int command, int family, int length) {
        return new Case(name, ProxyBytes.raw(command, family).add(new byte[length]).bytes());
    }

    private static Stream<Case> blocks() {
        return Stream.of(
                block("version 1 in binary", 0x11, 0x11, 12),
                block("version 3", 0x31, 0x11, 12),
                block("a command that is none", 0x22, 0x11, 12),
                block("a family that is none", 0x21, 0x41, 12),
                block("a transport that is none", 0x21, 0x13, 12),
                block("a transport without a family", 0x21, 0x01, 0),
                block("datagrams of IPv4", 0x21, 0x12, 12),
                block("datagrams of IPv6", 0x21, 0x22, 36),
                block("datagrams of a Unix socket", 0x21, 0x32, 216),
                block("IPv4 cut short", 0x21, 0x11, 11),
                block("IPv6 cut short", 0x21, 0x21, 35),
                block("Unix paths cut short", 0x21, 0x31, 215),
                new Case("a length above the limit", client().bytes(0xffff)),
                new Case("a byte above the limit", client().bytes(4096 - 16 + 1)));
    }

    private static Stream<Case> extensions() {
        return Stream.of(
                new Case("an extension of a type alone", client().add((byte) 1).bytes()),
                new Case("half a length", client().add((byte) 1, (byte) 0).bytes()),
                new Case(
                        "a value cut short",
                        client().add((byte) 1, (byte) 0, (byte) 3, (byte) 'h').bytes()),
                new Case("a wrong checksum", client().tlv(1, "h2").wronglySummed()),
                new Case("a wrong checksum of IPv6", ipv6().wronglySummed()),
                new Case(
                        "a wrong checksum of the balancer itself",
                        ProxyBytes.local().wronglySummed()),
                new Case("a checksum of two bytes", client().tlv(3, new byte[2]).bytes()),
                new Case("a second checksum", client().tlv(3, new byte[4]).summed()),
                new Case("TLS of four bytes", client().tlv(0x20, new byte[4]).bytes()),
                new Case(
                        "TLS with a value cut short",
                        client().tlv(0x20, new byte[] {1, 0, 0, 0, 0, 0x21, 0, 9, 'T'}).bytes()),
                new Case(
                        "TLS with half an extension",
                        client().tlv(0x20, new byte[] {1, 0, 0, 0, 0, 0x21}).bytes()));
    }

    private static ProxyBytes ipv6() {
        return ProxyBytes.of("2001:db8::7", 1, "2001:db8::8", 2);
    }
}
