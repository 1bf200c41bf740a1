package io.tako.contracts.http2;

import static io.tako.contracts.http2.Http2Case.COMPRESSION_ERROR;
import static io.tako.contracts.http2.Http2Case.FLOW_CONTROL_ERROR;
import static io.tako.contracts.http2.Http2Case.FRAME_SIZE_ERROR;
import static io.tako.contracts.http2.Http2Case.PROTOCOL_ERROR;
import static io.tako.contracts.http2.Http2Case.connection;
import static io.tako.contracts.http2.Http2Case.stream;
import static io.tako.contracts.peers.Http2Bytes.ACK;
import static io.tako.contracts.peers.Http2Bytes.CONTINUATION;
import static io.tako.contracts.peers.Http2Bytes.DATA;
import static io.tako.contracts.peers.Http2Bytes.END_HEADERS;
import static io.tako.contracts.peers.Http2Bytes.END_STREAM;
import static io.tako.contracts.peers.Http2Bytes.GOAWAY;
import static io.tako.contracts.peers.Http2Bytes.HEADERS;
import static io.tako.contracts.peers.Http2Bytes.PADDED;
import static io.tako.contracts.peers.Http2Bytes.PING;
import static io.tako.contracts.peers.Http2Bytes.PRIORITY;
import static io.tako.contracts.peers.Http2Bytes.PUSH_PROMISE;
import static io.tako.contracts.peers.Http2Bytes.RST_STREAM;
import static io.tako.contracts.peers.Http2Bytes.SETTINGS;
import static io.tako.contracts.peers.Http2Bytes.WINDOW_UPDATE;
import static io.tako.contracts.peers.Http2Bytes.block;
import static io.tako.contracts.peers.Http2Bytes.frames;
import static io.tako.contracts.peers.Http2Bytes.ints;
import static io.tako.contracts.peers.Http2Bytes.request;

import io.tako.contracts.peers.Http2Bytes;
import java.util.stream.Stream;

/** Frames that break the rules of frames, streams, flow control and HPACK. */
final class Http2FrameCases {

    private static final String IDS = "RFC 9113 section 5.1.1";
    private static final String STATES = "RFC 9113 section 5.1";
    private static final String SIZE = "RFC 9113 section 4.2";
    private static final String BLOCK = "RFC 9113 section 4.3";
    private static final String ON_SETTINGS = "RFC 9113 section 6.5";
    private static final String VALUES = "RFC 9113 section 6.5.2";
    private static final String WINDOW = "RFC 9113 section 6.9";
    private static final String HPACK = "RFC 7541 section ";

    private static final int NO_ERROR = 0;

    private Http2FrameCases() {}

    static Stream<Http2Case> all() {
        return Stream.of(streams(), sizes(), blocks(), settings(), windows(), others(), hpack())
                .flatMap(s -> s);
    }

    private static byte[] get() {
        return block(request("GET", "/"));
    }

    private static Stream<Http2Case> streams() {
        return Stream.of(
                wrong("request on an even stream", IDS, frames().get(2, "/")),
                wrong("HEADERS on stream 0", "RFC 9113 section 6.2", frames().get(0, "/")),
                wrong("DATA on stream 0", "RFC 9113 section 6.1", frames().data(0, true, "x")),
                wrong("DATA on an idle stream", STATES, frames().data(1, true, "x")),
                wrong("RST_STREAM on an idle stream", STATES, frames().reset(1, NO_ERROR)),
                wrong("WINDOW_UPDATE on an idle stream", STATES, frames().windowUpdate(1, 1)),
                wrong(
                        "RST_STREAM on stream 0",
                        "RFC 9113 section 6.4",
                        frames().reset(0, NO_ERROR)),
                wrong("PRIORITY on stream 0", "RFC 9113 section 6.3", frames().priority(0, 1)),
                wrong(
                        "PUSH_PROMISE of a client",
                        "RFC 9113 section 8.4",
                        frames().post(1, "/").frame(PUSH_PROMISE, END_HEADERS, 1, ints(2))));
    }

    private static Stream<Http2Case> sizes() {
        byte[] tooLong = new byte[16_385];
        return Stream.of(
                size("HEADERS past the frame size", SIZE, HEADERS, END_HEADERS, 1, tooLong),
                size("SETTINGS past the frame size", SIZE, SETTINGS, 0, 0, tooLong),
                size("unknown frame past the frame size", SIZE, 0x7a, 0, 0, tooLong),
                size("SETTINGS of 5 bytes", ON_SETTINGS, SETTINGS, 0, 0, new byte[5]),
                size("SETTINGS ACK with content", ON_SETTINGS, SETTINGS, ACK, 0, new byte[6]),
                size("PING of 7 bytes", "RFC 9113 section 6.7", PING, 0, 0, new byte[7]),
                size("PING of 9 bytes", "RFC 9113 section 6.7", PING, 0, 0, new byte[9]),
                size("GOAWAY of 4 bytes", SIZE, GOAWAY, 0, 0, new byte[4]),
                size("WINDOW_UPDATE of 3 bytes", WINDOW, WINDOW_UPDATE, 0, 0, new byte[3]),
                connection(
                        "RST_STREAM of 3 bytes",
                        "RFC 9113 section 6.4",
                        FRAME_SIZE_ERROR,
                        frames().post(1, "/").frame(RST_STREAM, 0, 1, new byte[3])),
                connection(
                        "HEADERS too short for its priority",
                        "RFC 9113 section 6.2",
                        FRAME_SIZE_ERROR,
                        frames().frame(
                                        HEADERS,
                                        END_HEADERS | Http2Bytes.PRIORITY_FLAG,
                                        1,
                                        new byte[4])),
                stream(
                        "PRIORITY of 4 bytes",
                        "RFC 9113 section 6.3",
                        FRAME_SIZE_ERROR,
                        frames().post(1, "/").frame(PRIORITY, 0, 1, new byte[4])),
                wrong(
                        "DATA with more padding than content",
                        "RFC 9113 section 6.1",
                        frames().post(1, "/").frame(DATA, PADDED, 1, new byte[] {9, 1, 2})),
                wrong(
                        "HEADERS with more padding than content",
                        "RFC 9113 section 6.2",
                        frames().frame(HEADERS, END_HEADERS | PADDED, 1, new byte[] {9, 1, 2})));
    }

    private static Stream<Http2Case> blocks() {
        return Stream.of(
                wrong(
                        "CONTINUATION without HEADERS",
                        "RFC 9113 section 6.10",
                        frames().frame(CONTINUATION, END_HEADERS, 1, get())),
                wrong(
                        "CONTINUATION behind END_HEADERS",
                        "RFC 9113 section 6.10",
                        frames().post(1, "/").frame(CONTINUATION, END_HEADERS, 1, get())),
                wrong(
                        "CONTINUATION of another stream",
                        "RFC 9113 section 6.10",
                        frames().frame(HEADERS, END_STREAM, 1, get())
                                .frame(CONTINUATION, END_HEADERS, 3, new byte[0])),
                wrong(
                        "CONTINUATION on stream 0",
                        "RFC 9113 section 6.10",
                        frames().frame(HEADERS, END_STREAM, 1, get())
                                .frame(CONTINUATION, END_HEADERS, 0, new byte[0])),
                wrong(
                        "DATA within a field block",
                        BLOCK,
                        frames().frame(HEADERS, 0, 1, get()).data(1, true, "x")),
                wrong(
                        "HEADERS of another stream within a field block",
                        BLOCK,
                        frames().frame(HEADERS, END_STREAM, 1, get()).get(3, "/")),
                wrong(
                        "PING within a field block",
                        BLOCK,
                        frames().frame(HEADERS, END_STREAM, 1, get()).ping(1)),
                wrong(
                        "unknown frame within a field block",
                        "RFC 9113 section 5.5",
                        frames().frame(HEADERS, END_STREAM, 1, get())
                                .frame(0x7a, 0, 1, new byte[1])));
    }

    private static Stream<Http2Case> settings() {
        return Stream.of(
                wrong(
                        "SETTINGS on stream 1",
                        ON_SETTINGS,
                        frames().frame(SETTINGS, 0, 1, new byte[0])),
                wrong("ENABLE_PUSH of 2", VALUES, frames().settings(2, 2)),
                connection(
                        "INITIAL_WINDOW_SIZE past 31 bits",
                        VALUES,
                        FLOW_CONTROL_ERROR,
                        frames().settings(4, 0x8000_0000L)),
                wrong("MAX_FRAME_SIZE of 16,383", VALUES, frames().settings(5, 16_383)),
                wrong("MAX_FRAME_SIZE past 24 bits", VALUES, frames().settings(5, 0x100_0000)),
                wrong(
                        "ENABLE_CONNECT_PROTOCOL of 2",
                        "RFC 8441 section 3",
                        frames().settings(8, 2)));
    }

    private static Stream<Http2Case> windows() {
        return Stream.of(
                wrong("WINDOW_UPDATE of 0 for the connection", WINDOW, frames().windowUpdate(0, 0)),
                stream(
                        "WINDOW_UPDATE of 0 for a stream",
                        WINDOW,
                        PROTOCOL_ERROR,
                        frames().post(1, "/").windowUpdate(1, 0)),
                connection(
                        "connection window past 31 bits",
                        "RFC 9113 section 6.9.1",
                        FLOW_CONTROL_ERROR,
                        frames().windowUpdate(0, Integer.MAX_VALUE)),
                stream(
                        "stream window past 31 bits",
                        "RFC 9113 section 6.9.1",
                        FLOW_CONTROL_ERROR,
                        frames().post(1, "/").windowUpdate(1, Integer.MAX_VALUE)),
                // RFC 9113 wants the connection to end; Netty ends the streams it is about.
                stream(
                        "SETTINGS lift a stream window past 31 bits",
                        "RFC 9113 section 6.9.2",
                        FLOW_CONTROL_ERROR,
                        frames().post(1, "/")
                                .windowUpdate(1, 0x4000_0000)
                                .settings(4, 0x7fff_ffff)));
    }

    private static Stream<Http2Case> others() {
        return Stream.of(
                wrong(
                        "PING on stream 1",
                        "RFC 9113 section 6.7",
                        frames().frame(PING, 0, 1, new byte[8])),
                wrong(
                        "GOAWAY on stream 1",
                        "RFC 9113 section 6.8",
                        frames().frame(GOAWAY, 0, 1, new byte[8])));
    }

    private static Stream<Http2Case> hpack() {
        return Stream.of(
                packed("index 0", "6.1", 0x80),
                packed("index past both tables", "6.1", 0xff, 0x80, 0x01),
                packed("name index past both tables", "6.2.2", 0x0f, 0xff, 0x01, 1, 'x'),
                packed("table size past the setting", "6.3", 0x3f, 0xe2, 0x1f),
                packed("table size within a block", "4.2", 0x82, 0x20),
                packed("integer without an end", "5.1", 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
                packed("string past the end of the block", "5.2", 0x00, 0x05, 'a', 'b'),
                packed("EOS in a Huffman string", "5.2", 0x00, 0x84, 0xff, 0xff, 0xff, 0xff, 0),
                packed("padding of 8 bits in a Huffman string", "5.2", 0, 0x82, 0x1f, 0xff, 0),
                packed("padding of zeros in a Huffman string", "5.2", 0, 0x81, 0x18, 0));
    }

    private static Http2Case packed(String name, String section, int... bytes) {
        byte[] block = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            block[i] = (byte) bytes[i];
        }
        Http2Bytes frames = frames().frame(HEADERS, END_HEADERS | END_STREAM, 1, block);
        return connection(name, HPACK + section, COMPRESSION_ERROR, frames);
    }

    private static Http2Case size(
            String name, String section, int type, int flags, int stream, byte[] payload) {
        return connection(
                name, section, FRAME_SIZE_ERROR, frames().frame(type, flags, stream, payload));
    }

    private static Http2Case wrong(String name, String section, Http2Bytes frames) {
        return connection(name, section, PROTOCOL_ERROR, frames);
    }
}
