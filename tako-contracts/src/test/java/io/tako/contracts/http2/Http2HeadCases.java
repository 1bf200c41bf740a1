package io.tako.contracts.http2;

import static io.tako.contracts.http2.Http2Case.answered;
import static io.tako.contracts.http2.Http2Case.malformed;
import static io.tako.contracts.peers.Http2Bytes.frames;
import static io.tako.contracts.peers.Http2Bytes.request;

import io.tako.contracts.peers.Http2Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Requests that RFC 9113 calls malformed by their head, and extended CONNECT of RFC 8441. */
final class Http2HeadCases {

    private static final String PSEUDO = "RFC 9113 section 8.3";
    private static final String REQUEST = "RFC 9113 section 8.3.1";
    private static final String NAMES = "RFC 9113 section 8.2.1";
    private static final String CONNECTION = "RFC 9113 section 8.2.2";
    private static final String CONNECT = "RFC 9113 section 8.5";
    private static final String EXTENDED = "RFC 8441 section 4";

    private Http2HeadCases() {}

    static Stream<Http2Case> all() {
        return Stream.of(pseudo(), values(), fields(), connectionFields(), connect())
                .flatMap(s -> s);
    }

    private static Http2Bytes head(String... fields) {
        return frames().headers(1, true, fields);
    }

    private static Http2Bytes get(String... more) {
        return head(request("GET", "/", more));
    }

    /** A GET without one of its pseudo-header fields. */
    private static Http2Bytes without(String name) {
        List<String> fields = new ArrayList<>(Arrays.asList(request("GET", "/")));
        int at = fields.indexOf(name);
        fields.remove(at + 1);
        fields.remove(at);
        return head(fields.toArray(String[]::new));
    }

    /** A GET with another value of one of its pseudo-header fields. */
    private static Http2Bytes with(String name, String value) {
        String[] fields = request("GET", "/");
        fields[Arrays.asList(fields).indexOf(name) + 1] = value;
        return head(fields);
    }

    private static Stream<Http2Case> pseudo() {
        return Stream.of(
                malformed("no :method", REQUEST, without(":method")),
                malformed("no :scheme", REQUEST, without(":scheme")),
                malformed("no :path", REQUEST, without(":path")),
                malformed("no pseudo-header fields", REQUEST, head("accept", "*/*")),
                malformed("no fields at all", REQUEST, head()),
                malformed(":method twice", PSEUDO, get(":method", "GET")),
                malformed(":scheme twice", PSEUDO, get(":scheme", "http")),
                malformed(":path twice", PSEUDO, get(":path", "/")),
                malformed(":authority twice", PSEUDO, get(":authority", "h")),
                malformed(
                        ":path behind a field",
                        PSEUDO,
                        head(":method", "GET", ":scheme", "http", "accept", "*/*", ":path", "/")),
                malformed("unknown pseudo-header field", PSEUDO, get(":foo", "bar")),
                malformed("a colon alone as name", PSEUDO, get(":", "bar")),
                malformed(":status in a request", PSEUDO, get(":status", "200")));
    }

    private static Stream<Http2Case> values() {
        return Stream.of(
                malformed("empty :method", REQUEST, with(":method", "")),
                malformed("space in :method", "RFC 9110 section 9.1", with(":method", "GE T")),
                malformed("NUL in :method", NAMES, with(":method", "GE\0T")),
                malformed("empty :scheme", REQUEST, with(":scheme", "")),
                malformed(":scheme with a space", REQUEST, with(":scheme", "ht tp")),
                malformed("empty :path", REQUEST, with(":path", "")),
                malformed(":path without a slash", REQUEST, with(":path", "index")),
                malformed("asterisk as :path of GET", REQUEST, with(":path", "*")),
                malformed("absolute URI as :path", REQUEST, with(":path", "http://h/")),
                malformed("fragment in :path", REQUEST, with(":path", "/#top")),
                malformed("space in :path", REQUEST, with(":path", "/a b")),
                malformed("NUL in :path", NAMES, with(":path", "/a\0b")),
                malformed(":path outside ASCII", REQUEST, with(":path", "/caf\u00e9")),
                malformed(":authority with user", REQUEST, with(":authority", "u@h")),
                malformed(":authority with bad port", REQUEST, with(":authority", "h:8x")),
                malformed(":authority with a path", REQUEST, with(":authority", "h/x")),
                malformed(":authority and another host", REQUEST, get("host", "other")),
                malformed("host twice", "RFC 9110 section 7.2", get("host", "h", "host", "h")));
    }

    private static Stream<Http2Case> fields() {
        return Stream.of(
                malformed("name in upper case", NAMES, get("Accept", "*/*")),
                malformed("name with a last letter in upper case", NAMES, get("x-tesT", "1")),
                malformed("name with a space", NAMES, get("x test", "1")),
                malformed("name ends with a space", NAMES, get("x-test ", "1")),
                malformed("name with a control character", NAMES, get("x\u0001test", "1")),
                malformed("name with CR and LF", NAMES, get("x\r\ny", "1")),
                malformed("name with DEL", NAMES, get("x\u007ftest", "1")),
                malformed("name outside ASCII", NAMES, get("caf\u00e9", "1")),
                malformed("colon within a name", NAMES, get("x:y", "1")),
                malformed("empty name", NAMES, get("", "1")),
                malformed("value with NUL", NAMES, get("x-test", "a\0b")),
                malformed("value with CR", NAMES, get("x-test", "a\rb")),
                malformed("value with LF", NAMES, get("x-test", "a\nb")),
                malformed("value with a request behind", NAMES, get("x-test", "a\r\n\r\nGET /")),
                malformed("value begins with a space", NAMES, get("x-test", " a")),
                malformed("value ends with a space", NAMES, get("x-test", "a ")),
                malformed("value begins with a tab", NAMES, get("x-test", "\ta")),
                malformed("value ends with a tab", NAMES, get("x-test", "a\t")));
    }

    private static Stream<Http2Case> connectionFields() {
        return Stream.of(
                malformed("connection", CONNECTION, get("connection", "close")),
                malformed("keep-alive", CONNECTION, get("keep-alive", "timeout=5")),
                malformed("proxy-connection", CONNECTION, get("proxy-connection", "close")),
                malformed("transfer-encoding", CONNECTION, get("transfer-encoding", "chunked")),
                malformed("upgrade", CONNECTION, get("upgrade", "h2c")),
                malformed("te other than trailers", CONNECTION, get("te", "gzip")),
                malformed("te with more than trailers", CONNECTION, get("te", "trailers, gzip")));
    }

    private static Stream<Http2Case> connect() {
        String[] websocket = {
            ":method",
            "CONNECT",
            ":protocol",
            "websocket",
            ":scheme",
            "http",
            ":path",
            "/",
            ":authority",
            "h"
        };
        return Stream.of(
                answered(
                        "CONNECT, which only a proxy serves",
                        "RFC 9110 section 9.3.6",
                        501,
                        head(":method", "CONNECT", ":authority", "h:443")),
                malformed(
                        "CONNECT with :path",
                        CONNECT,
                        head(":method", "CONNECT", ":authority", "h:443", ":path", "/")),
                malformed(
                        "CONNECT with :scheme",
                        CONNECT,
                        head(":method", "CONNECT", ":authority", "h:443", ":scheme", "http")),
                malformed("CONNECT without :authority", CONNECT, head(":method", "CONNECT")),
                malformed(
                        ":protocol of a GET",
                        EXTENDED,
                        head(
                                ":method",
                                "GET",
                                ":protocol",
                                "websocket",
                                ":scheme",
                                "http",
                                ":path",
                                "/",
                                ":authority",
                                "h")),
                malformed(
                        ":protocol twice",
                        PSEUDO,
                        frames().headers(1, false, twice(websocket, ":protocol", "websocket"))),
                malformed(
                        ":protocol without :scheme",
                        EXTENDED,
                        frames().headers(
                                        1,
                                        false,
                                        ":method",
                                        "CONNECT",
                                        ":protocol",
                                        "websocket",
                                        ":path",
                                        "/",
                                        ":authority",
                                        "h")),
                malformed(
                        ":protocol without :path",
                        EXTENDED,
                        frames().headers(
                                        1,
                                        false,
                                        ":method",
                                        "CONNECT",
                                        ":protocol",
                                        "websocket",
                                        ":scheme",
                                        "http",
                                        ":authority",
                                        "h")));
    }

    private static String[] twice(String[] fields, String name, String value) {
        String[] all = Arrays.copyOf(fields, fields.length + 2);
        all[fields.length] = name;
        all[fields.length + 1] = value;
        return all;
    }
}
