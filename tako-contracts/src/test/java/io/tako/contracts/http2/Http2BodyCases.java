package io.tako.contracts.http2;

import static io.tako.contracts.http2.Http2Case.PROTOCOL_ERROR;
import static io.tako.contracts.http2.Http2Case.STREAM_CLOSED;
import static io.tako.contracts.http2.Http2Case.connection;
import static io.tako.contracts.http2.Http2Case.malformed;
import static io.tako.contracts.http2.Http2Case.stream;
import static io.tako.contracts.peers.Http2Bytes.DATA;
import static io.tako.contracts.peers.Http2Bytes.END_STREAM;
import static io.tako.contracts.peers.Http2Bytes.PADDED;
import static io.tako.contracts.peers.Http2Bytes.frames;
import static io.tako.contracts.peers.Http2Bytes.latin1;
import static io.tako.contracts.peers.Http2Bytes.padded;
import static io.tako.contracts.peers.Http2Bytes.request;

import io.tako.contracts.peers.Http2Bytes;
import java.util.stream.Stream;

/** Requests that RFC 9113 calls malformed by their content, their length or their trailers. */
final class Http2BodyCases {

    private static final String LENGTH = "RFC 9113 section 8.1.1";
    private static final String NUMBER = "RFC 9110 section 8.6";
    private static final String TRAILERS = "RFC 9113 section 8.1";
    private static final String CLOSED = "RFC 9113 section 5.1";

    private Http2BodyCases() {}

    static Stream<Http2Case> all() {
        return Stream.of(lengths(), trailers(), closed()).flatMap(s -> s);
    }

    private static Http2Bytes post(String length) {
        return frames().post(1, "/", "content-length", length);
    }

    private static Stream<Http2Case> lengths() {
        return Stream.of(
                malformed(
                        "length without content",
                        LENGTH,
                        frames().headers(1, true, request("POST", "/", "content-length", "5"))),
                malformed("too little content", LENGTH, post("5").data(1, true, "four")),
                malformed("too much content", LENGTH, post("5").data(1, true, "sixsix")),
                malformed("too much content, no end", LENGTH, post("5").data(1, false, "sixsix")),
                malformed("content, length 0", LENGTH, post("0").data(1, true, "x")),
                malformed(
                        "two frames, too little",
                        LENGTH,
                        post("5").data(1, false, "ab").data(1, true, "cd")),
                malformed(
                        "two frames, too much",
                        LENGTH,
                        post("5").data(1, false, "abc").data(1, true, "def")),
                malformed(
                        "padding does not make up the length",
                        LENGTH,
                        post("5").frame(DATA, END_STREAM | PADDED, 1, padded(latin1("abcd"), 1))),
                malformed(
                        "too little content before trailers",
                        LENGTH,
                        post("5").data(1, false, "four").headers(1, true, "x-sum", "1")),
                malformed("length is no number", NUMBER, post("five").data(1, true, "fives")),
                malformed("length with a sign", NUMBER, post("+5").data(1, true, "fives")),
                malformed("negative length", NUMBER, post("-5").data(1, true, "fives")),
                malformed("empty length", NUMBER, post("").data(1, true, "fives")),
                malformed(
                        "length past 63 bits",
                        NUMBER,
                        post("9223372036854775808").data(1, true, "fives")),
                malformed(
                        "two lengths",
                        NUMBER,
                        frames().post(1, "/", "content-length", "5", "content-length", "6")
                                .data(1, true, "fives")));
    }

    private static Stream<Http2Case> trailers() {
        Http2Bytes open = frames().post(1, "/").data(1, false, "some");
        byte[] sent = open.bytes();
        return Stream.of(
                malformed(
                        "trailers that do not end the stream",
                        TRAILERS,
                        again(sent).headers(1, false, "x-sum", "1")),
                malformed(
                        "pseudo-header field in trailers",
                        TRAILERS,
                        again(sent).headers(1, true, ":path", "/other")),
                malformed(
                        "unknown pseudo-header field in trailers",
                        TRAILERS,
                        again(sent).headers(1, true, ":foo", "bar")),
                malformed(
                        "a whole request as trailers",
                        TRAILERS,
                        again(sent).headers(1, true, request("GET", "/next"))),
                malformed(
                        "upper case in trailers",
                        "RFC 9113 section 8.2.1",
                        again(sent).headers(1, true, "X-Sum", "1")),
                malformed(
                        "connection field in trailers",
                        "RFC 9113 section 8.2.2",
                        again(sent).headers(1, true, "connection", "close")));
    }

    /** What comes on a stream whose end the client has sent, or left out. */
    private static Stream<Http2Case> closed() {
        return Stream.of(
                stream(
                        "DATA behind END_STREAM",
                        CLOSED,
                        STREAM_CLOSED,
                        frames().get(1, "/hold").data(1, true, "late")),
                // RFC 9113 calls it STREAM_CLOSED; to Netty it is one field block too many.
                connection(
                        "HEADERS behind END_STREAM",
                        CLOSED,
                        PROTOCOL_ERROR,
                        frames().get(1, "/hold").get(1, "/")),
                // To Netty a stream left out is a closed one; RFC 9113 calls it PROTOCOL_ERROR.
                connection(
                        "request on a lower stream than one before",
                        "RFC 9113 section 5.1.1",
                        STREAM_CLOSED,
                        frames().get(3, "/hold").get(1, "/")),
                stream(
                        "DATA behind RST_STREAM",
                        CLOSED,
                        STREAM_CLOSED,
                        frames().post(1, "/").reset(1, 8).data(1, true, "late")));
    }

    private static Http2Bytes again(byte[] frames) {
        return frames().raw(new String(frames, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
