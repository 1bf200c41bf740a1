package io.tako.contracts.http1;

import static io.tako.contracts.http1.Http1Case.bad;
import static io.tako.contracts.http1.Http1Case.refused;

import java.util.stream.Stream;

/** Malformed field lines, and fields that say something impossible. */
final class Http1FieldCases {

    private static final String FIELD = "RFC 9112 section 5";
    private static final String SPACE = "RFC 9112 section 5.1";
    private static final String FOLD = "RFC 9112 section 5.2";
    private static final String VALUE = "RFC 9110 section 5.5";
    private static final String NAME = "RFC 9110 section 5.1";
    private static final String HOST = "RFC 9112 section 3.2";
    private static final String LINES = "RFC 9112 section 2.2";

    private Http1FieldCases() {}

    static Stream<Http1Case> all() {
        return Stream.of(syntax(), hosts(), limits(), meanings()).flatMap(s -> s);
    }

    private static String fields(String lines) {
        return "GET / HTTP/1.1\r\n" + lines + "\r\n\r\n";
    }

    private static String also(String lines) {
        return fields("Host: h\r\n" + lines);
    }

    private static Stream<Http1Case> syntax() {
        return Stream.of(
                bad("folded value", FOLD, also("X: a\r\n b")),
                bad("value folded by a tab", FOLD, also("X: a\r\n\tb")),
                bad("fold hides a length", FOLD, also("X: a\r\n Content-Length: 5")),
                bad("space before the first name", SPACE, fields(" Host: h")),
                bad("line of spaces", FOLD, also("X: a\r\n   ")),
                bad("space before the colon", SPACE, fields("Host : h")),
                bad("tab before the colon", SPACE, also("X\t: a")),
                bad("no colon", FIELD, also("X")),
                bad("no name", NAME, also(": a")),
                bad("name with a space", NAME, also("X Y: a")),
                bad("name with a separator", NAME, also("X/Y: a")),
                bad("name with NUL", NAME, also("X\0: a")),
                bad("name with a vertical tab", NAME, also("X\u000b: a")),
                bad("name outside ASCII", NAME, also("X\u00e9: a")),
                bad("bare CR in a name", LINES, also("X\rY: a")),
                bad("bare CR in a value", LINES, also("X: a\rb")),
                bad("bare CR hides a line", LINES, also("X: a\rContent-Length: 5")),
                bad("CR twice at the end of a line", LINES, also("X: a\r")),
                bad("LF between field lines", LINES, also("X: a\nY: b")),
                bad("LF ends the head", LINES, "GET / HTTP/1.1\r\nHost: h\r\n\n"),
                bad("CR ends the head", LINES, "GET / HTTP/1.1\r\nHost: h\r\n\rX: y\r\n\r\n"),
                bad("value with NUL", VALUE, also("X: a\0b")),
                bad("value with a control character", VALUE, also("X: a\u0001b")),
                bad("value with a vertical tab", VALUE, also("X: a\u000bb")),
                bad("value that begins with a form feed", VALUE, also("X: \fa")),
                bad("value with DEL", VALUE, also("X: a\u007fb")));
    }

    private static Stream<Http1Case> hosts() {
        return Stream.of(
                bad("no Host", HOST, fields("X: a")),
                bad("no field at all", HOST, "GET / HTTP/1.1\r\n\r\n"),
                bad("two Hosts", HOST, fields("Host: h\r\nHost: g")),
                bad("the same Host twice", HOST, fields("Host: h\r\nhost: h")),
                bad("list of Hosts", HOST, fields("Host: h, g")),
                bad("Host with user", HOST, fields("Host: u@h")),
                bad("Host with a path", HOST, fields("Host: h/x")),
                bad("Host with a query", HOST, fields("Host: h?x")),
                bad("Host with a space", HOST, fields("Host: h g")),
                bad("Host outside ASCII", HOST, fields("Host: h\u00e9")),
                bad("Host with a bad escape", HOST, fields("Host: h%2")),
                bad("Host with a port of letters", HOST, fields("Host: h:http")),
                bad("Host with a port too large", HOST, fields("Host: h:65536")),
                bad("Host with a signed port", HOST, fields("Host: h:-1")),
                bad("Host with two ports", HOST, fields("Host: h:80:80")),
                bad("Host of a port alone", HOST, fields("Host: :80")),
                bad("Host with an open bracket", HOST, fields("Host: [::1")),
                bad("Host with empty brackets", HOST, fields("Host: []")),
                bad("Host with letters in brackets", HOST, fields("Host: [host]")),
                bad("Host with more behind the bracket", HOST, fields("Host: [::1]x")),
                bad(
                        "two Hosts beside an absolute target",
                        HOST,
                        "GET http://h/ HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n"),
                bad("no Host beside an absolute target", HOST, "GET http://h/ HTTP/1.1\r\n\r\n"),
                bad("two Hosts in HTTP/1.0", HOST, "GET / HTTP/1.0\r\nHost: h\r\nHost: g\r\n\r\n"));
    }

    private static Stream<Http1Case> limits() {
        String rule = "RFC 6585 section 5";
        return Stream.of(
                refused("one field too large", rule, 431, also("X: " + "a".repeat(9000))),
                refused("field name too long", rule, 431, also("x".repeat(9000) + ": a")),
                refused("too many fields", rule, 431, also("a: b\r\n".repeat(3000) + "c: d")),
                refused(
                        "field without an end",
                        rule,
                        431,
                        "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(20_000)));
    }

    private static Stream<Http1Case> meanings() {
        String expect = "RFC 9110 section 10.1.1";
        String socket = "RFC 6455 section 4.1";
        return Stream.of(
                refused("unknown expectation", expect, 417, also("Expect: patience")),
                refused("expectation with more", expect, 417, also("Expect: 100-continue, x")),
                refused("empty expectation", expect, 417, also("Expect:")),
                // Hixie-76 put eight bytes behind the head without saying so in any length.
                bad(
                        "keys of a draft of WebSocket",
                        socket,
                        also("Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2")));
    }
}
