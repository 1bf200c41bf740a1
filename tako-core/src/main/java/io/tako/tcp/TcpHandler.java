package io.tako.tcp;

/**
 * Talks over one TCP connection from its opening to its end. Runs on a virtual thread of its own,
 * that of the connection's core, and may block.
 */
@FunctionalInterface
public interface TcpHandler {

    /**
     * Runs once the connection is open, over TLS once the handshake is through. When it returns,
     * what was written is sent and the connection closed, kindly: the peer gets all of it and the
     * end behind it. What still comes is passed over.
     *
     * @throws Exception anything: the connection is reset at once and the failure logged. Of what
     *     is the peer's doing ({@link io.tako.http.ClientGoneException}, {@link FrameException},
     *     {@link InputEndedException}) there is a line at debug level only
     */
    void handle(TcpConnection connection) throws Exception;
}
