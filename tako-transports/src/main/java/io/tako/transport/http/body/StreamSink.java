package io.tako.transport.http.body;

import io.tako.runtime.Core;

/** Where an {@link OutgoingStream} brings its body, whatever version of HTTP sends it. */
public interface StreamSink {

    /** The core on whose event loop the body is sent. Any thread. */
    Core core();

    /** Sends one piece, and tells the stream when it left. On the event loop. */
    void piece(OutgoingStream stream, byte[] piece);

    /** Ends the body, or breaks it off if it is not whole. On the event loop. */
    void end(OutgoingStream stream);

    /** The request's id, for logs. Any thread. */
    String id();

    /** What answers the request, for logs. Any thread. */
    String subject();
}
