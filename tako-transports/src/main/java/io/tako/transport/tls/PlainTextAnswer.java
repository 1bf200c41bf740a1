package io.tako.transport.tls;

import java.nio.charset.StandardCharsets;

/** What a client gets that speaks HTTP in clear to a listener with TLS. */
final class PlainTextAnswer {

    private static final String PROBLEM =
            "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"this port speaks TLS: use"
                    + " https\"}";

    static final byte[] BYTES =
            ("HTTP/1.1 400 Bad Request\r\n"
                            + "content-type: application/problem+json\r\n"
                            + "content-length: "
                            + PROBLEM.length()
                            + "\r\nconnection: close\r\n\r\n"
                            + PROBLEM)
                    .getBytes(StandardCharsets.US_ASCII);

    private PlainTextAnswer() {}
}
