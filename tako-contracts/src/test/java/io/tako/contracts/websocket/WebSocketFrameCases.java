package io.tako.contracts.websocket;

import static io.tako.contracts.peers.RawWebSocket.BINARY;
import static io.tako.contracts.peers.RawWebSocket.CLOSE;
import static io.tako.contracts.peers.RawWebSocket.MORE;
import static io.tako.contracts.peers.RawWebSocket.PING;
import static io.tako.contracts.peers.RawWebSocket.PONG;
import static io.tako.contracts.peers.RawWebSocket.TEXT;

import io.tako.contracts.peers.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Frames that end a WebSocket. */
final class WebSocketFrameCases {

    private static final int CONTINUATION = 0x80;
    private static final byte[] NO_MASK = {0, 0, 0, 0};

    private final List<WebSocketCase> cases = new ArrayList<>();

    static Stream<WebSocketCase> all() {
        WebSocketFrameCases all = new WebSocketFrameCases();
        all.heads();
        all.lengths();
        all.controls();
        all.fragments();
        all.texts();
        return all.cases.stream();
    }

    private void add(int code, String section, String name, byte[]... frames) {
        cases.add(new WebSocketCase(name, "RFC 6455 section " + section, join(frames), code));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A frame whose mask is zero, so that its payload can be read in the table. */
    private static byte[] frame(int head, byte... payload) {
        return join(new byte[] {(byte) head, (byte) (0x80 | payload.length)}, NO_MASK, payload);
    }

    private static byte[] hex(String digits) {
        return HexFormat.ofDelimiter(" ").parseHex(digits);
    }

    private void heads() {
        add(1002, "5.1", "a frame without a mask", hex("81 01 61"));
        add(1002, "5.2", "the first reserved bit", frame(TEXT | 0x40, (byte) 'a'));
        add(1002, "5.2", "the second reserved bit", frame(TEXT | 0x20, (byte) 'a'));
        add(1002, "5.2", "the third reserved bit", frame(TEXT | 0x10, (byte) 'a'));
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            add(1002, "5.2", "opcode " + opcode, frame(0x80 | opcode));
        }
    }

    private void lengths() {
        byte[] payload = new byte[125];
        add(1002, "5.2", "125 told in 16 bits", hex("82 fe 00 7d"), NO_MASK, payload);
        add(1002, "5.2", "5 told in 64 bits", hex("82 ff 00 00 00 00 00 00 00 05"), NO_MASK);
        add(1002, "5.2", "65,535 told in 64 bits", hex("82 ff 00 00 00 00 00 00 ff ff"), NO_MASK);
        add(1002, "5.2", "a negative length", hex("82 ff 80 00 00 00 00 00 00 00"), NO_MASK);
        add(1009, "7.4.1", "a length without end", hex("82 ff 7f ff ff ff ff ff ff ff"), NO_MASK);
        add(1009, "7.4.1", "a frame over the limit", hex("82 ff 00 00 00 00 00 04 00 01"), NO_MASK);
    }

    private void controls() {
        add(1002, "5.5", "a ping that is not the last", frame(PING + MORE));
        add(1002, "5.5", "a pong that is not the last", frame(PONG + MORE));
        add(1002, "5.5", "a close that is not the last", frame(CLOSE + MORE));
        add(1002, "5.5", "a ping of 126 bytes", hex("89 fe 00 7e"), NO_MASK, new byte[126]);
        add(1002, "5.5", "a close of 126 bytes", hex("88 fe 00 7e"), NO_MASK, new byte[126]);
        add(1002, "5.5.1", "a close of one byte", frame(CLOSE, (byte) 3));
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535}) {
            add(
                    1002,
                    "7.4",
                    "close code " + code,
                    frame(CLOSE, RawWebSocket.closePayload(code, "")));
        }
        add(1007, "5.5.1", "a reason that is no UTF-8", frame(CLOSE, hex("03 e8 c3 28")));
    }

    private void fragments() {
        byte[] begun = frame(TEXT + MORE, (byte) 'a');
        add(1002, "5.4", "a continuation of nothing", frame(CONTINUATION, (byte) 'a'));
        add(1002, "5.4", "a part of nothing", frame(CONTINUATION + MORE, (byte) 'a'));
        add(1002, "5.4", "text within a message", begun, frame(TEXT, (byte) 'b'));
        add(1002, "5.4", "binary within a message", begun, frame(BINARY, (byte) 'b'));
        add(
                1002,
                "5.4",
                "a continuation after the last part",
                begun,
                frame(CONTINUATION, (byte) 'b'),
                frame(CONTINUATION, (byte) 'c'));
        add(1002, "5.5", "a long ping within a message", begun, hex("89 fe 00 7e"), new byte[130]);
    }

    private void texts() {
        add(1007, "8.1", "a lone continuation byte", frame(TEXT, hex("61 80")));
        add(1007, "8.1", "a slash in two bytes", frame(TEXT, hex("c0 af")));
        add(1007, "8.1", "half a surrogate pair", frame(TEXT, hex("ed a0 80")));
        add(1007, "8.1", "beyond the last code point", frame(TEXT, hex("f4 90 80 80")));
        add(1007, "8.1", "a byte that is never there", frame(TEXT, hex("61 ff")));
        add(1007, "8.1", "a character cut off", frame(TEXT, hex("61 e2 82")));
        add(
                1007,
                "8.1",
                "a character cut off in the last part",
                frame(TEXT + MORE, hex("61 e2")),
                frame(CONTINUATION, hex("82")));
        add(1007, "8.1", "a wrong byte in the first part", frame(TEXT + MORE, hex("61 ff")));
        add(
                1007,
                "8.1",
                "a wrong byte after a split character",
                frame(TEXT + MORE, hex("e2 82")),
                frame(CONTINUATION + MORE, hex("28")));
    }
}
