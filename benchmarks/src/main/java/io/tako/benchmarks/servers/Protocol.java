package io.tako.benchmarks.servers;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/** What is spoken on a server's one port; a server is started for one of them. */
public enum Protocol {
    HTTP1("h1", false, false),
    /** HTTP/2 in clear text, by prior knowledge. */
    HTTP2("h2c", false, true),
    HTTP1_TLS("tls-h1", true, false),
    HTTP2_TLS("tls-h2", true, true),
    /** {@code /echo} over HTTP/1.1: each text comes back. */
    WEBSOCKET("ws", false, false),
    /** HTTP/1.1 over a Unix socket, and on the port besides. */
    HTTP1_UNIX("unix", false, false),
    /** No HTTP: each byte comes back. */
    TCP("tcp", false, false),
    /** No HTTP: each datagram comes back to who sent it. */
    UDP("udp", false, false);

    private final String label;
    private final boolean tls;
    private final boolean http2;

    Protocol(String label, boolean tls, boolean http2) {
        this.label = label;
        this.tls = tls;
        this.http2 = http2;
    }

    /** The name used on the command line. */
    public String label() {
        return label;
    }

    /** Whether the server needs an {@link Identity}. */
    public boolean tls() {
        return tls;
    }

    /** Whether it is HTTP/2. */
    public boolean http2() {
        return http2;
    }

    /** Whether it is an echo without any HTTP. */
    public boolean raw() {
        return this == TCP || this == UDP;
    }

    /**
     * The protocol of that {@link #label()}.
     *
     * @throws NoSuchElementException if there is none, naming those that exist
     */
    public static Protocol named(String label) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(unknown(label)));
    }

    private static String unknown(String label) {
        List<String> known = Arrays.stream(values()).map(Protocol::label).toList();
        return "no protocol is called '%s'; there are %s".formatted(label, known);
    }
}
