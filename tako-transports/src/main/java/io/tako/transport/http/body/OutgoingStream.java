package io.tako.transport.http.body;

import io.tako.http.Response;
import org.springframework.http.HttpHeaders;

/** A body that is sent in pieces, whoever brings them. On the event loop. */
public interface OutgoingStream {

    /** The response whose body this is. */
    Response response();

    /** The length of the body in bytes, or -1. */
    long length();

    /** The fields after the body, once it was sent whole. */
    HttpHeaders trailers();

    /** Bytes of a piece have left, or will never. */
    void sent(int bytes);

    /** Nobody takes more of the body. */
    void fail();

    /** The peer has left. */
    void peerGone();

    /** Whether all of it was brought. */
    boolean whole();
}
