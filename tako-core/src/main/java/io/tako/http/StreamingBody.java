package io.tako.http;

/** Writes the body of a response piece by piece, from the handler's virtual thread. */
@FunctionalInterface
public interface StreamingBody {

    /**
     * Writes the body. Returning ends it; throwing breaks it off in a way the client can see (the
     * connection or stream is cut, never ended as if complete).
     */
    void writeTo(BodyWriter out) throws Exception;
}
