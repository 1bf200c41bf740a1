package io.tako.contracts.websocket;

import io.tako.contracts.peers.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Handshakes that open no WebSocket. */
final class WebSocketHandshakeCases {

    private static final String REQUEST = "RFC 6455 section 4.2.1";
    private static final String GET = "GET /echo HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UPGRADE = "Upgrade: websocket\r\n";
    private static final String CONNECTION = "Connection: Upgrade\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    private static final String KEY = "Sec-WebSocket-Key: " + RawWebSocket.KEY + "\r\n";

    private final List<WebSocketCase> cases = new ArrayList<>();

    static Stream<WebSocketCase> all() {
        WebSocketHandshakeCases all = new WebSocketHandshakeCases();
        all.upgrades();
        all.keys();
        all.versions();
        all.lists();
        all.others();
        return all.cases.stream();
    }

    private void add(int status, String section, String name, String head) {
        byte[] bytes = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        cases.add(new WebSocketCase(name, section, bytes, status));
    }

    private void upgrades() {
        String section = "RFC 9110 section 15.5.22";
        add(426, section, "no Upgrade", GET + CONNECTION + VERSION + KEY);
        add(426, section, "another protocol", GET + "Upgrade: h2c\r\n" + CONNECTION + KEY);
        add(426, section, "a longer word", GET + "Upgrade: websockets\r\n" + CONNECTION + KEY);
        add(400, REQUEST, "no Connection", GET + UPGRADE + VERSION + KEY);
        add(
                400,
                REQUEST,
                "Connection without upgrade",
                GET + UPGRADE + "Connection: keep-alive\r\n" + VERSION + KEY);
    }

    private void keys() {
        String head = GET + UPGRADE + CONNECTION + VERSION;
        add(400, REQUEST, "no key", head);
        add(400, "RFC 6455 section 11.3.1", "two keys", head + KEY + KEY);
        add(400, REQUEST, "an empty key", head + "Sec-WebSocket-Key:\r\n");
        add(
                400,
                REQUEST,
                "a key of 15 bytes",
                head + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA\r\n");
        add(
                400,
                REQUEST,
                "a key of 17 bytes",
                head + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA=\r\n");
        add(
                400,
                REQUEST,
                "a key that is no Base64",
                head + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!==\r\n");
        add(
                400,
                "RFC 6455 section 4.1",
                "the keys of a draft",
                head + KEY + "Sec-WebSocket-Key1: 1 2\r\nSec-WebSocket-Key2: 3 4\r\n");
    }

    private void versions() {
        String head = GET + UPGRADE + CONNECTION + KEY;
        add(400, REQUEST, "no version", head);
        add(426, "RFC 6455 section 4.4", "version 8", head + "Sec-WebSocket-Version: 8\r\n");
        add(
                426,
                "RFC 6455 section 4.4",
                "a list of versions",
                head + "Sec-WebSocket-Version: 13, 8\r\n");
        add(400, "RFC 6455 section 11.3.5", "two versions", head + VERSION + VERSION);
    }

    private void lists() {
        String head = GET + UPGRADE + CONNECTION + VERSION + KEY;
        for (String protocols : List.of("a,,b", "a b", "", "a, a", "a/b")) {
            add(
                    400,
                    "RFC 6455 section 4.1",
                    "subprotocols \"" + protocols + "\"",
                    head + "Sec-WebSocket-Protocol: " + protocols + "\r\n");
        }
        for (String extensions :
                List.of(
                        "",
                        ";",
                        "x,",
                        "x; ",
                        "x; y=",
                        "x; =z",
                        "x; y=\"z",
                        "x; y=\"a b\"",
                        "x; y=\"\"",
                        "x y")) {
            add(
                    400,
                    "RFC 6455 section 9.1",
                    "extensions \"" + extensions + "\"",
                    head + "Sec-WebSocket-Extensions: " + extensions + "\r\n");
        }
        String origin = "RFC 6455 section 4.2.2";
        add(403, origin, "another origin", head + "Origin: https://evil.example\r\n");
        add(403, origin, "another port", head + "Origin: http://localhost:81\r\n");
        add(403, origin, "no origin of its own", head + "Origin: null\r\n");
        add(
                403,
                origin,
                "one origin of two",
                head + "Origin: http://localhost\r\nOrigin: https://evil.example\r\n");
    }

    private void others() {
        String fields = "\r\nHost: localhost\r\n" + UPGRADE + CONNECTION + VERSION + KEY;
        add(405, REQUEST, "POST", "POST /echo HTTP/1.1" + fields + "Content-Length: 0\r\n");
        add(426, "RFC 9110 section 7.8", "HTTP/1.0", "GET /echo HTTP/1.0" + fields);
        cases.add(
                new WebSocketCase(
                        "a body",
                        "RFC 6455 section 4.1",
                        ("GET /echo HTTP/1.1" + fields + "Content-Length: 3\r\n\r\nabc")
                                .getBytes(StandardCharsets.ISO_8859_1),
                        400));
    }
}
