package io.tako.transport;

/**
 * How the TLS handshakes of a listener went since it was opened.
 *
 * @param handshakes those that came to a session
 * @param failures those that had begun and did not, plain text and what is no TLS at all included
 */
public record TlsCounts(long handshakes, long failures) {}
