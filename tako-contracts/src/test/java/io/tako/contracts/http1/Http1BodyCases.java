package io.tako.contracts.http1;

import static io.tako.contracts.http1.Http1Case.bad;
import static io.tako.contracts.http1.Http1Case.refused;

import java.util.stream.Stream;

/** Requests whose end is ambiguous, and bodies that break their own framing. */
final class Http1BodyCases {

    private static final String LENGTH = "RFC 9112 section 6.3";
    private static final String CODING = "RFC 9112 section 6.1";
    private static final String CHUNK = "RFC 9112 section 7.1";
    private static final String EXTENSION = "RFC 9112 section 7.1.1";
    private static final String TRAILER = "RFC 9112 section 7.1.2";
    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    private Http1BodyCases() {}

    static Stream<Http1Case> all() {
        return Stream.of(lengths(), codings(), chunked()).flatMap(s -> s);
    }

    /** The cases whose head is sound, so that the body is where they break. */
    static Stream<Http1Case> chunked() {
        return Stream.of(sizes(), extensions(), trailers()).flatMap(s -> s);
    }

    private static String post(String fields, String body) {
        return "POST / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n" + body;
    }

    private static String length(String value) {
        return post("Content-Length: " + value, "hello");
    }

    private static String coding(String value) {
        return post("Transfer-Encoding: " + value, CHUNKS);
    }

    private static String chunks(String body) {
        return coding("chunked").replace(CHUNKS, body);
    }

    /**
     * RFC 9112 lets a recipient take equal lengths for one. Tako refuses them: no peer it can trust
     * sends them, and another recipient on the way may have read them otherwise.
     */
    private static Stream<Http1Case> lengths() {
        return Stream.of(
                bad("two lengths", LENGTH, post("Content-Length: 5\r\nContent-Length: 6", "hello")),
                bad(
                        "the same length twice",
                        LENGTH,
                        post("Content-Length: 5\r\nContent-Length: 5", "hello")),
                bad("list of equal lengths", LENGTH, length("5, 5")),
                bad("list of lengths", LENGTH, length("5, 6")),
                bad("list with an empty element", LENGTH, length("5,")),
                bad("length with a plus", LENGTH, length("+5")),
                bad("negative length", LENGTH, length("-5")),
                bad("minus zero", LENGTH, length("-0")),
                bad("hexadecimal length", LENGTH, length("0x5")),
                bad("length with a space inside", LENGTH, length("5 5")),
                bad("length with a letter", LENGTH, length("5a")),
                bad("length with a point", LENGTH, length("5.0")),
                bad("empty length", LENGTH, length("")),
                bad("length of digits outside ASCII", LENGTH, length("\u00b2")),
                bad("length beyond 64 bits", LENGTH, length("18446744073709551621")),
                bad("length of 2^63", LENGTH, length("9223372036854775808")),
                bad("length before a vertical tab", LENGTH, length("5\u000b")),
                bad(
                        "two lengths in HTTP/1.0",
                        LENGTH,
                        "POST / HTTP/1.0\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"));
    }

    private static Stream<Http1Case> codings() {
        return Stream.of(
                bad(
                        "length, then coding",
                        LENGTH,
                        post("Content-Length: 5\r\nTransfer-Encoding: chunked", CHUNKS)),
                bad(
                        "coding, then length",
                        LENGTH,
                        post("Transfer-Encoding: chunked\r\nContent-Length: 5", CHUNKS)),
                bad(
                        "length zero and coding",
                        LENGTH,
                        post("Content-Length: 0\r\nTransfer-Encoding: chunked", CHUNKS)),
                bad(
                        "length and unknown coding",
                        LENGTH,
                        post("Content-Length: 5\r\nTransfer-Encoding: xchunked", "hello")),
                bad("chunked twice in a list", CODING, coding("chunked, chunked")),
                bad(
                        "chunked twice in two lines",
                        CODING,
                        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", CHUNKS)),
                bad("identity after chunked", CODING, coding("chunked, identity")),
                bad("gzip after chunked", CODING, coding("chunked, gzip")),
                bad(
                        "gzip after chunked in two lines",
                        CODING,
                        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip", CHUNKS)),
                bad("gzip alone", LENGTH, coding("gzip")),
                bad("identity alone", LENGTH, coding("identity")),
                bad("almost chunked", LENGTH, coding("xchunked")),
                bad("chunked and a letter", LENGTH, coding("chunkedx")),
                bad("chunked in quotes", LENGTH, coding("\"chunked\"")),
                bad("chunked with a parameter", LENGTH, coding("chunked;q=1")),
                bad("empty coding", LENGTH, coding("")),
                refused("empty element before chunked", CODING, 501, coding(", chunked")),
                refused("empty element after chunked", CODING, 501, coding("chunked,")),
                bad("vertical tab before chunked", CODING, coding("\u000bchunked")),
                bad("vertical tab after chunked", CODING, coding("chunked\u000b")),
                bad("form feed before chunked", CODING, coding("\fchunked")),
                bad("no-break space before chunked", LENGTH, coding("\u00a0chunked")),
                bad("NUL after chunked", CODING, coding("chunked\0")),
                bad("space before the colon", CODING, post("Transfer-Encoding : chunked", CHUNKS)),
                bad("folded coding", CODING, post("Transfer-Encoding:\r\n chunked", CHUNKS)),
                refused("gzip before chunked", CODING, 501, coding("gzip, chunked")),
                refused(
                        "gzip before chunked in two lines",
                        CODING,
                        501,
                        post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", CHUNKS)),
                refused("identity before chunked", CODING, 501, coding("identity, chunked")),
                bad(
                        "coding in HTTP/1.0",
                        CODING,
                        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS));
    }

    private static Stream<Http1Case> sizes() {
        return Stream.of(
                bad("empty size", CHUNK, chunks("\r\nhello\r\n0\r\n\r\n")),
                bad("size is a semicolon", CHUNK, chunks(";\r\nhello\r\n0\r\n\r\n")),
                bad("negative size", CHUNK, chunks("-5\r\nhello\r\n0\r\n\r\n")),
                bad("size with a plus", CHUNK, chunks("+5\r\nhello\r\n0\r\n\r\n")),
                bad("size with 0x", CHUNK, chunks("0x5\r\nhello\r\n0\r\n\r\n")),
                bad("size with a letter", CHUNK, chunks("5g\r\nhello\r\n0\r\n\r\n")),
                bad("space before the size", CHUNK, chunks(" 5\r\nhello\r\n0\r\n\r\n")),
                bad("space after the size", CHUNK, chunks("5 \r\nhello\r\n0\r\n\r\n")),
                bad("tab after the size", CHUNK, chunks("5\t\r\nhello\r\n0\r\n\r\n")),
                bad("two sizes", CHUNK, chunks("5 5\r\nhello\r\n0\r\n\r\n")),
                bad("NUL after the size", CHUNK, chunks("5\0\r\nhello\r\n0\r\n\r\n")),
                bad("CR after the size", CHUNK, chunks("5\r\r\nhello\r\n0\r\n\r\n")),
                bad("underscore in the size", CHUNK, chunks("0_5\r\nhello\r\n0\r\n\r\n")),
                bad("size of 64 bits", CHUNK, chunks("FFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n")),
                bad(
                        "size beyond 64 bits",
                        CHUNK,
                        chunks("10000000000000005\r\nhello\r\n0\r\n\r\n")),
                bad("size of 2^32 + 5", CHUNK, chunks("100000005\r\nhello\r\n0\r\n\r\n")),
                bad("size of too many digits", CHUNK, chunks("0".repeat(9000) + "5\r\nhello\r\n")),
                bad("LF after the size", CHUNK, chunks("5\nhello\r\n0\r\n\r\n")),
                bad("LF after the data", CHUNK, chunks("5\r\nhello\n0\r\n\r\n")),
                bad("CR and another byte after the data", CHUNK, chunks("5\r\nhello\rX0\r\n\r\n")),
                bad("data longer than said", CHUNK, chunks("5\r\nhello!!\r\n0\r\n\r\n")),
                bad("data shorter than said", CHUNK, chunks("5\r\nhel\r\n0\r\n\r\n")),
                bad("no line break after the data", CHUNK, chunks("5\r\nhello0\r\n\r\n")),
                bad("second chunk broken", CHUNK, chunks("5\r\nhello\r\nZ\r\nx\r\n0\r\n\r\n")),
                bad("last chunk ends with LF", CHUNK, chunks("5\r\nhello\r\n0\n\r\n")),
                bad("body ends with LF", CHUNK, chunks("5\r\nhello\r\n0\r\n\n")));
    }

    private static Stream<Http1Case> extensions() {
        String after = "\r\nhello\r\n0\r\n\r\n";
        return Stream.of(
                bad("extension with LF", EXTENSION, chunks("5;a\nb" + after)),
                bad("extension with CR", EXTENSION, chunks("5;a\rb" + after)),
                bad("extension ends with LF", EXTENSION, chunks("5;a\nhello\r\n0\r\n\r\n")),
                bad("extension with NUL", EXTENSION, chunks("5;a\0b" + after)),
                bad("extension quotes a line break", EXTENSION, chunks("5;a=\"x\r\ny\"" + after)),
                bad("extension quotes LF", EXTENSION, chunks("5;a=\"x\ny\"" + after)),
                bad("extension of the last chunk with LF", EXTENSION, chunks("0;a\nb\r\n\r\n")),
                bad("extension with an open quote", EXTENSION, chunks("5;a=\"b" + after)),
                bad("extension too long", EXTENSION, chunks("5;" + "a".repeat(9000) + after)));
    }

    /** Framing and routing fields in a trailer section can only be meant to confuse. */
    private static Stream<Http1Case> trailers() {
        return Stream.of(
                bad("trailer without a colon", TRAILER, trailer("X")),
                bad("trailer without a name", TRAILER, trailer(": a")),
                bad("trailer with a space before the colon", TRAILER, trailer("X : a")),
                bad("trailer that begins with a space", TRAILER, trailer(" X: a")),
                bad("folded trailer", TRAILER, trailer("X: a\r\n b")),
                bad("trailer with NUL", TRAILER, trailer("X: a\0b")),
                bad("trailer with bare CR", TRAILER, trailer("X: a\rb")),
                bad("trailer ends with LF", TRAILER, trailer("X: a\nY: b")),
                bad("length in a trailer", TRAILER, trailer("Content-Length: 5")),
                bad("coding in a trailer", TRAILER, trailer("Transfer-Encoding: chunked")),
                bad("Host in a trailer", TRAILER, trailer("Host: g")),
                bad("trailer too large", TRAILER, trailer("X: " + "a".repeat(9000))),
                bad("too many trailers", TRAILER, trailer("a: b\r\n".repeat(3000) + "c: d")));
    }

    private static String trailer(String lines) {
        return chunks("5\r\nhello\r\n0\r\n" + lines + "\r\n\r\n");
    }
}
