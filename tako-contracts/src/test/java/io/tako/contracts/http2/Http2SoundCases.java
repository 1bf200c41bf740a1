package io.tako.contracts.http2;

import static io.tako.contracts.http2.Http2Case.answered;
import static io.tako.contracts.peers.Http2Bytes.ACK;
import static io.tako.contracts.peers.Http2Bytes.CONTINUATION;
import static io.tako.contracts.peers.Http2Bytes.DATA;
import static io.tako.contracts.peers.Http2Bytes.END_HEADERS;
import static io.tako.contracts.peers.Http2Bytes.END_STREAM;
import static io.tako.contracts.peers.Http2Bytes.HEADERS;
import static io.tako.contracts.peers.Http2Bytes.PADDED;
import static io.tako.contracts.peers.Http2Bytes.PING;
import static io.tako.contracts.peers.Http2Bytes.PRIORITY_FLAG;
import static io.tako.contracts.peers.Http2Bytes.block;
import static io.tako.contracts.peers.Http2Bytes.frames;
import static io.tako.contracts.peers.Http2Bytes.latin1;
import static io.tako.contracts.peers.Http2Bytes.padded;
import static io.tako.contracts.peers.Http2Bytes.request;
import static io.tako.contracts.peers.Http2Bytes.weight;

import io.tako.contracts.peers.Http2Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

/** Odd frames that RFC 9113 allows, or asks to ignore. */
final class Http2SoundCases {

    private static final String REQUEST = "RFC 9113 section 8.3.1";
    private static final String EXTENSION = "RFC 9113 section 5.5";
    private static final String FLAGS = "RFC 9113 section 4.1";
    private static final String BLOCK = "RFC 9113 section 4.3";
    private static final String LENGTH = "RFC 9113 section 8.1.1";

    private Http2SoundCases() {}

    static Stream<Http2Case> all() {
        return Stream.of(heads(), bodies(), ignored(), blocks()).flatMap(s -> s);
    }

    private static Http2Case ok(String name, String section, Http2Bytes frames) {
        return answered(name, section, 200, frames);
    }

    private static Stream<Http2Case> heads() {
        return Stream.of(
                ok(
                        "Host in place of :authority",
                        REQUEST,
                        frames().headers(
                                        1, true, ":method", "GET", ":scheme", "http", ":path", "/",
                                        "host", "h")),
                ok(
                        "Host and :authority alike",
                        REQUEST,
                        frames().headers(1, true, request("GET", "/", "host", "h"))),
                ok(
                        "te: trailers",
                        "RFC 9113 section 8.2.2",
                        frames().headers(1, true, request("GET", "/", "te", "trailers"))),
                ok(
                        "empty field value",
                        "RFC 9113 section 8.2.1",
                        frames().headers(1, true, request("GET", "/", "x-test", ""))),
                ok(
                        "field value outside ASCII",
                        "RFC 9110 section 5.5",
                        frames().headers(1, true, request("GET", "/", "x-test", "caf\u00e9"))),
                ok(
                        "cookie in two fields",
                        "RFC 9113 section 8.2.3",
                        frames().headers(
                                        1,
                                        true,
                                        request("GET", "/", "cookie", "a=1", "cookie", "b=2"))),
                ok(
                        "pseudo-header fields in another order",
                        "RFC 9113 section 8.3",
                        frames().headers(
                                        1,
                                        true,
                                        ":path",
                                        "/",
                                        ":authority",
                                        "h",
                                        ":scheme",
                                        "http",
                                        ":method",
                                        "GET")));
    }

    private static Stream<Http2Case> bodies() {
        byte[] five = padded(latin1("fives"), 100);
        return Stream.of(
                ok(
                        "padding does not count for the length",
                        LENGTH,
                        frames().post(1, "/", "content-length", "5")
                                .frame(DATA, END_STREAM | PADDED, 1, five)),
                ok(
                        "length over two frames and an empty one",
                        LENGTH,
                        frames().post(1, "/", "content-length", "5")
                                .data(1, false, "fi")
                                .data(1, false, "ves")
                                .data(1, true, "")),
                ok(
                        "length 0 and no content",
                        LENGTH,
                        frames().headers(1, true, request("POST", "/", "content-length", "0"))),
                ok(
                        "length twice and alike",
                        "RFC 9110 section 8.6",
                        frames().post(1, "/", "content-length", "5", "content-length", "5")
                                .data(1, true, "fives")),
                ok(
                        "trailers",
                        "RFC 9113 section 8.1",
                        frames().post(1, "/")
                                .data(1, false, "some")
                                .headers(1, true, "x-sum", "1")),
                ok(
                        "trailers without content",
                        "RFC 9113 section 8.1",
                        frames().post(1, "/").headers(1, true, "x-sum", "1")),
                ok(
                        "content of padding alone",
                        "RFC 9113 section 6.1",
                        frames().post(1, "/")
                                .frame(DATA, END_STREAM | PADDED, 1, padded(new byte[0], 255))));
    }

    private static Stream<Http2Case> ignored() {
        return Stream.of(
                ok(
                        "unknown frame on stream 0",
                        EXTENSION,
                        frames().frame(0x7a, 0xff, 0, new byte[64]).get(1, "/")),
                ok(
                        "unknown frame on an idle stream",
                        EXTENSION,
                        frames().frame(0x7a, 0, 7, new byte[64]).get(1, "/")),
                ok(
                        "unknown frame on an open stream",
                        EXTENSION,
                        frames().post(1, "/").frame(0x7a, 0, 1, new byte[64]).data(1, true, "x")),
                ok(
                        "unknown setting",
                        "RFC 9113 section 6.5.2",
                        frames().settings(0xfa, 7).get(1, "/")),
                ok(
                        "unknown flags of HEADERS",
                        FLAGS,
                        frames().frame(HEADERS, 0xd0 | END_HEADERS | END_STREAM, 1, get())),
                ok(
                        "unknown flags of DATA",
                        FLAGS,
                        frames().post(1, "/").frame(DATA, 0xf6 | END_STREAM, 1, latin1("x"))),
                ok(
                        "reserved bit of the stream",
                        FLAGS,
                        frames().frame(HEADERS, END_HEADERS | END_STREAM, 0x8000_0001, get())),
                ok(
                        "reserved bit of WINDOW_UPDATE",
                        "RFC 9113 section 6.9",
                        frames().windowUpdate(0, 0x8000_0001).get(1, "/")),
                ok(
                        "PING ACK nobody asked for",
                        "RFC 9113 section 6.7",
                        frames().frame(PING, ACK, 0, new byte[8]).get(1, "/")),
                ok(
                        "GOAWAY of the client, then a request",
                        "RFC 9113 section 6.8",
                        frames().frame(Http2Bytes.GOAWAY, 0, 0, goAway("bye")).get(1, "/")),
                ok(
                        "PRIORITY on an idle stream",
                        "RFC 9113 section 6.3",
                        frames().priority(9, 0).get(1, "/")),
                ok(
                        "HEADERS with priority and padding",
                        "RFC 9113 section 6.2",
                        frames().frame(
                                        HEADERS,
                                        END_HEADERS | END_STREAM | PADDED | PRIORITY_FLAG,
                                        1,
                                        padded(concat(weight(0), get()), 20))),
                ok(
                        "WINDOW_UPDATE for a stream that is over",
                        "RFC 9113 section 5.1",
                        frames().get(1, "/").windowUpdate(1, 1)),
                ok(
                        "streams left out",
                        "RFC 9113 section 5.1.1",
                        frames().get(1, "/").get(101, "/hold")));
    }

    private static Stream<Http2Case> blocks() {
        Http2Bytes dripped = frames().frame(HEADERS, END_STREAM, 1, new byte[0]);
        byte[] get = get();
        for (int i = 0; i < get.length; i += 8) {
            byte[] piece = Arrays.copyOfRange(get, i, Math.min(i + 8, get.length));
            dripped.frame(CONTINUATION, 0, 1, piece);
        }
        byte[] huffman = {
            (byte) 0x82,
            (byte) 0x86,
            (byte) 0x84,
            0x41,
            (byte) 0x8c,
            (byte) 0xf1,
            (byte) 0xe3,
            (byte) 0xc2,
            (byte) 0xe5,
            (byte) 0xf2,
            0x3a,
            0x6b,
            (byte) 0xa0,
            (byte) 0xab,
            (byte) 0x90,
            (byte) 0xf4,
            (byte) 0xff
        };
        return Stream.of(
                ok(
                        "HEADERS and CONTINUATION",
                        BLOCK,
                        frames().frame(HEADERS, END_STREAM, 1, get())
                                .frame(CONTINUATION, END_HEADERS, 1, new byte[0])),
                ok(
                        "field block in small pieces",
                        BLOCK,
                        dripped.frame(CONTINUATION, END_HEADERS, 1, new byte[0])),
                ok(
                        "indexed fields and Huffman",
                        "RFC 7541 appendix C.4.1",
                        frames().frame(HEADERS, END_HEADERS | END_STREAM, 1, huffman)),
                ok(
                        "table size lowered to 0",
                        "RFC 7541 section 4.2",
                        frames().frame(
                                        HEADERS,
                                        END_HEADERS | END_STREAM,
                                        1,
                                        concat(new byte[] {0x20}, get()))));
    }

    private static byte[] get() {
        return block(request("GET", "/"));
    }

    private static byte[] goAway(String debug) {
        byte[] text = latin1(debug);
        return ByteBuffer.allocate(8 + text.length).putLong(0).put(text).array();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }
}
