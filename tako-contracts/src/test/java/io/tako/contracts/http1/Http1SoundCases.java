package io.tako.contracts.http1;

import static io.tako.contracts.http1.Http1Case.answered;

import java.util.stream.Stream;

/** Odd requests that are sound: the neighbours of the malformed ones, on the right side. */
final class Http1SoundCases {

    private Http1SoundCases() {}

    static Stream<Http1Case> all() {
        return Stream.of(lines(), fields(), bodies()).flatMap(s -> s);
    }

    private static Http1Case ok(String name, String section, String bytes) {
        return answered(name, section, 200, bytes);
    }

    private static String line(String requestLine) {
        return requestLine + "\r\nHost: h\r\n\r\n";
    }

    private static String fields(String lines) {
        return "GET / HTTP/1.1\r\n" + lines + "\r\n\r\n";
    }

    private static Stream<Http1Case> lines() {
        return Stream.of(
                ok("one empty line first", "RFC 9112 section 2.2", "\r\n" + line("GET / HTTP/1.1")),
                ok("two empty lines", "RFC 9112 section 2.2", "\r\n\r\n" + line("GET / HTTP/1.1")),
                ok("a later minor version", "RFC 9110 section 2.5", line("GET / HTTP/1.2")),
                ok("query alone", "RFC 9112 section 3.2.1", line("GET /?a=b?c=/d HTTP/1.1")),
                ok("absolute", "RFC 9112 section 3.2.2", line("GET http://h/ HTTP/1.1")),
                ok(
                        "absolute overrides Host",
                        "RFC 9112 section 3.2.2",
                        line("GET http://other:81/ HTTP/1.1")),
                ok(
                        "absolute beside an empty Host",
                        "RFC 9112 section 3.2.2",
                        "GET http://h/ HTTP/1.1\r\nHost:\r\n\r\n"),
                ok(
                        "absolute without path",
                        "RFC 9112 section 3.2.1",
                        line("GET http://h HTTP/1.1")),
                ok("absolute in capitals", "RFC 3986 section 3.1", line("GET HTTP://h/ HTTP/1.1")),
                ok("line of 8 KiB", "RFC 9112 section 3", longest()),
                answered(
                        "method in lower case is another method",
                        "RFC 9110 section 9.1",
                        405,
                        line("get / HTTP/1.1")),
                answered(
                        "method nobody knows",
                        "RFC 9110 section 9.1",
                        405,
                        line("B!EW / HTTP/1.1")),
                answered(
                        "asterisk for OPTIONS",
                        "RFC 9112 section 3.2.4",
                        204,
                        line("OPTIONS * HTTP/1.1")),
                answered("escaped path", "RFC 3986 section 2.1", 404, line("GET /%C3%A9 HTTP/1.1")),
                ok(
                        "HTTP/1.0 without Host",
                        "RFC 9112 section 3.2",
                        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    }

    private static String longest() {
        String around = "GET /? HTTP/1.1";
        return line(around.replace("?", "?" + "a".repeat(8192 - around.length())));
    }

    private static Stream<Http1Case> fields() {
        return Stream.of(
                ok("Host with port", "RFC 9110 section 7.2", fields("Host: h:65535")),
                ok("Host with empty port", "RFC 3986 section 3.2.3", fields("Host: h:")),
                ok("Host in IPv6", "RFC 3986 section 3.2.2", fields("Host: [::1]:80")),
                ok("Host escaped", "RFC 3986 section 3.2.2", fields("Host: %68")),
                ok("empty Host", "RFC 9112 section 3.2", fields("Host:")),
                ok("spaces around Host", "RFC 9112 section 5.1", fields("HOST: \t h \t")),
                ok("no space after the colon", "RFC 9112 section 5", fields("Host:h\r\nX:a")),
                ok("empty value", "RFC 9110 section 5.5", fields("Host: h\r\nX:\r\nY: ")),
                ok("tab inside a value", "RFC 9110 section 5.5", fields("Host: h\r\nX: a\tb")),
                ok("value of Latin-1", "RFC 9110 section 5.5", fields("Host: h\r\nX: \u00e9")),
                ok("name of all tchar", "RFC 9110 section 5.6.2", fields("Host: h\r\n" + tchars())),
                ok("colon inside a value", "RFC 9112 section 5", fields("Host: h\r\nX: a:b: c")),
                ok("repeated field", "RFC 9110 section 5.3", fields("Host: h\r\nX: a\r\nX: b")),
                ok(
                        "upgrade nobody offers",
                        "RFC 9110 section 7.8",
                        fields("Host: h\r\nConnection: Upgrade\r\nUpgrade: h2c, x/1")),
                ok(
                        "upgrade without Connection",
                        "RFC 9110 section 7.8",
                        fields("Host: h\r\nUpgrade: websocket")),
                ok(
                        "Connection: upgrade without Upgrade",
                        "RFC 9110 section 7.8",
                        fields("Host: h\r\nConnection: upgrade")),
                ok(
                        "expectation in HTTP/1.0 is passed over",
                        "RFC 9110 section 10.1.1",
                        "GET / HTTP/1.0\r\nExpect: x\r\nConnection: keep-alive\r\n\r\n"));
    }

    private static String tchars() {
        return "!#$%&'*+-.^_`|~09azAZ: a";
    }

    private static Stream<Http1Case> bodies() {
        return Stream.of(
                ok("length with zeros", "RFC 9110 section 8.6", length("0005", "hello")),
                ok("length zero", "RFC 9110 section 8.6", length("0", "")),
                ok("no length", "RFC 9112 section 6.3", line("POST / HTTP/1.1")),
                ok("length of a GET", "RFC 9110 section 9.3.1", get("hello")),
                ok("coding in capitals", "RFC 9112 section 7", chunks("CHUNKED", "0\r\n\r\n")),
                ok(
                        "spaces around the coding",
                        "RFC 9112 section 5.1",
                        chunks(" chunked \t", data())),
                ok("two chunks", "RFC 9112 section 7.1", chunked("2\r\nhe\r\n" + "3\r\nllo\r\n")),
                ok("size with zeros", "RFC 9112 section 7.1", chunked("0005\r\nhello\r\n")),
                ok(
                        "size in both cases",
                        "RFC 9112 section 7.1",
                        chunked("0aB\r\n" + "a".repeat(0xab) + "\r\n")),
                ok(
                        "extension",
                        "RFC 9112 section 7.1.1",
                        chunked("5;a;b=c;d=\"e;\\\"f\"\r\nhello\r\n")),
                ok(
                        "extension with spaces",
                        "RFC 9112 section 7.1.1",
                        chunked("5 ; a = b\r\nhello\r\n")),
                ok(
                        "extension of the last chunk",
                        "RFC 9112 section 7.1.1",
                        chunks("chunked", "5\r\nhello\r\n0;a=b\r\n\r\n")),
                ok(
                        "last chunk of many zeros",
                        "RFC 9112 section 7.1",
                        chunks("chunked", "5\r\nhello\r\n000\r\n\r\n")),
                ok(
                        "trailers",
                        "RFC 9112 section 7.1.2",
                        chunks("chunked", "5\r\nhello\r\n0\r\nX: a\r\nY:b\r\n\r\n")));
    }

    private static String data() {
        return "5\r\nhello\r\n0\r\n\r\n";
    }

    private static String get(String body) {
        return fields("Host: h\r\nContent-Length: " + body.length()) + body;
    }

    private static String length(String value, String body) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + value + "\r\n\r\n" + body;
    }

    private static String chunks(String coding, String body) {
        return "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:" + coding + "\r\n\r\n" + body;
    }

    private static String chunked(String chunks) {
        return chunks("chunked", chunks + "0\r\n\r\n");
    }
}
